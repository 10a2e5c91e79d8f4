// Text pasted from Word or a web page keeps its headings, lists, links and emphasis, as Markdown.

const INLINE = { B: "**", STRONG: "**", I: "*", EM: "*", S: "~~", DEL: "~~" };
const LEAVE = new Set(["STYLE", "SCRIPT", "META", "TITLE", "XML", "O:P"]);
const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,blockquote,table,div,pre";

const weight = (node) => {
  const style = node.getAttribute?.("data-style") ?? "";
  if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) return "**";
  return /font-style:\s*italic/i.test(style) ? "*" : "";
};

const inline = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ").replace(/([\\*_`[\]])/g, "\\$1");
  if (node.nodeType !== Node.ELEMENT_NODE || LEAVE.has(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  const inner = [...node.childNodes].map(inline).join("");
  const text = inner.trim();
  if (node.tagName === "A" && /^(https?:|mailto:)/.test(node.getAttribute("href") ?? "") && text) return `[${text}](${node.getAttribute("href")})`;
  // Google wraps everything in <b style="font-weight:normal">
  const mark = /font-weight:\s*normal/i.test(node.getAttribute("data-style") ?? "") ? "" : (INLINE[node.tagName] ?? (node.tagName === "SPAN" ? weight(node) : ""));
  if (!mark || !text) return inner;
  return inner.replace(text, () => `${mark}${text}${mark}`);
};

// Word writes lists as paragraphs with a bullet or a number before them.
const wordItem = (node) => {
  if (!/MsoListParagraph/.test(node.className) && !/mso-list/.test(node.getAttribute("data-style") ?? "")) return "";
  const text = inline(node).trim();
  const number = text.match(/^(\d+)[.)]\s*/);
  return number ? `${number[1]}. ${text.slice(number[0].length)}` : `- ${text.replace(/^[·•o§-]\s*/, "")}`;
};

const items = (list, depth) =>
  [...list.children]
    .filter((item) => item.tagName === "LI")
    .map((item, number) => {
      const nested = [...item.children].filter((child) => child.matches("ul,ol"));
      nested.forEach((child) => child.remove());
      const mark = list.tagName === "OL" ? `${number + 1}.` : "-";
      return [`${"   ".repeat(depth)}${mark} ${inline(item).trim()}`, ...nested.map((child) => items(child, depth + 1))].join("\n");
    })
    .join("\n");

const blocks = (node) => {
  if (LEAVE.has(node.tagName)) return [];
  if (/^H[1-6]$/.test(node.tagName)) return [`${"#".repeat(Math.min(4, Math.max(2, Number(node.tagName[1]))))} ${inline(node).trim()}`];
  if (node.matches?.("ul,ol")) return [items(node, 0)];
  if (node.tagName === "BLOCKQUOTE") return [inline(node).trim().replace(/^/gm, "> ")];
  if (node.tagName === "TR") return [[...node.cells].map((cell) => inline(cell).trim()).join(" – ")];
  if (node.nodeType === Node.ELEMENT_NODE && !node.querySelector(BLOCKS) && node.tagName !== "TABLE") return [wordItem(node) || inline(node).trim()];
  const found = [];
  for (const child of node.childNodes) {
    const isBlock = child.nodeType === Node.ELEMENT_NODE && (child.matches(`${BLOCKS},tbody,thead,tr`) || child.querySelector(BLOCKS));
    if (isBlock) found.push(...blocks(child));
    else if (inline(child).trim()) found.push(inline(child).trim());
  }
  return found;
};

const markdown = (html) => {
  // Styles are read as text: the page forbids them, also in a document that is only looked through.
  const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=/gi, " data-style=");
  const page = new DOMParser().parseFromString(plain, "text/html");
  const parts = blocks(page.body).filter((part) => part.trim());
  const isItem = (part) => /^(- |\d+\. )/.test(part);
  return parts.map((part, at) => part + (at + 1 < parts.length ? (isItem(part) && isItem(parts[at + 1]) ? "\n" : "\n\n") : "")).join("");
};

document.addEventListener("paste", (event) => {
  const area = event.target.closest?.("textarea[data-markdown]");
  const html = area && event.clipboardData.getData("text/html");
  if (!html) return;
  event.preventDefault();
  area.setRangeText(markdown(html), area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
