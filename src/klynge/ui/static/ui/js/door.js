// At the door: the list filters as one types, and what is ticked off waits on the phone until the network takes it. Without this the buttons post.

const door = document.querySelector("[data-door]");
const words = door.dataset;
const KEY = `klynge-door-${words.door}`;
const said = door.querySelector("[data-said]");
const people = new Map([...door.querySelectorAll("[data-person]")].map((row) => [row.dataset.person, row]));
const queue = () => JSON.parse(localStorage.getItem(KEY) || "[]");
const keep = (scans) => (scans.length ? localStorage.setItem(KEY, JSON.stringify(scans)) : localStorage.removeItem(KEY));

const tell = (text, tone) => {
  said.textContent = text;
  said.dataset.tone = tone;
};

const mark = (row, state) => {
  row.dataset.state = state;
  const form = row.querySelector("form");
  const badge = row.querySelector(".badge") ?? document.createElement("span");
  badge.className = state === "came" ? "badge badge--good" : "badge badge--warn";
  badge.textContent = state === "came" ? words.came : words.waits;
  if (form) form.replaceWith(badge);
  else row.append(badge);
  door.querySelector("[data-came-count]").textContent = door.querySelectorAll("[data-state]").length;
};

const showWaiting = () => {
  const place = door.querySelector("[data-waiting]");
  const count = queue().length;
  place.hidden = !count;
  place.textContent = count ? `${count} ${words.kept}` : "";
};

let sending = false;
const send = async () => {
  const scans = queue();
  if (sending || !scans.length) return showWaiting();
  sending = true;
  try {
    const token = door.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(words.scans, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(scans),
    });
    if (answer.redirected || answer.status === 403) return tell(words.lost, "bad");
    if (!answer.ok) return;
    const done = new Map((await answer.json()).scans.map((each) => [each.nonce, each]));
    keep(queue().filter((scan) => !done.has(scan.nonce)));
    for (const each of done.values()) {
      const row = people.get(each.code);
      if (each.state === "came" || each.state === "again") row && mark(row, "came");
      else tell(each.text, "bad");
    }
  } catch {
    // No network: what is noted stays in the queue, and the line above the list says so.
  } finally {
    sending = false;
    showWaiting();
  }
};

const note = (code) => {
  const row = people.get(code);
  if (row?.dataset.state) return tell(`${row.querySelector("[data-name]").textContent} ${words.again}`, "warn");
  if (!row && people.size && !/^\d+-[0-9A-F]{16}$/.test(code)) return tell(words.unknown, "bad");
  keep([...queue(), { code, nonce: crypto.randomUUID(), came_at: new Date().toISOString() }]);
  if (row) {
    mark(row, "waits");
    tell(row.querySelector("[data-name]").textContent, "good");
  }
  send();
};

door.addEventListener("submit", (event) => {
  const row = event.target.closest("[data-person]");
  if (!row && !event.target.matches("[data-search]")) return;
  event.preventDefault();
  if (row) note(row.dataset.person);
});

const search = door.querySelector("input[type=search]");
search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  people.forEach((row) => (row.hidden = !row.dataset.words.includes(wanted)));
});

const scanner = door.querySelector("[data-scan]");
const camera = door.querySelector("[data-camera]");
if ("BarcodeDetector" in window && navigator.mediaDevices) scanner.hidden = false;
scanner.addEventListener("click", async () => {
  if (camera.srcObject) {
    camera.srcObject.getTracks().forEach((track) => track.stop());
    camera.srcObject = null;
    camera.hidden = true;
    return;
  }
  try {
    camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (fault) {
    return tell(fault.message, "bad");
  }
  camera.hidden = false;
  await camera.play();
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let last = "";
  const look = async () => {
    if (!camera.srcObject) return;
    for (const found of await detector.detect(camera).catch(() => [])) {
      if (found.rawValue === last) continue;
      last = found.rawValue;
      note(last.replace(/\/$/, "").split("/").pop());
    }
    setTimeout(look, 200);
  };
  look();
});

queue().forEach((scan) => people.has(scan.code) && mark(people.get(scan.code), "waits"));
addEventListener("online", send);
setInterval(send, 15_000);
send();
navigator.serviceWorker?.register(words.worker);
