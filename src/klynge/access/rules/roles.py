"""Who may do what: one table. Policies ask it, the settings show it, and a test holds every action and every page against it.

A new action goes into the row of what it does (or into a row of its own); a new section of the office gets a row in SECTIONS.
"""

from dataclasses import dataclass

STAFF = ("admin", "manager", "finance", "events", "reader", "board", "auditor")
MEMBERS = ("company_admin", "billing", "colleague", "researcher", "guest")
ABOUT_ONESELF = "own"


@dataclass(frozen=True, slots=True)
class Ability:
    """Something that may be done in a room, by whom, and the actions that do it."""

    code: str  # "billing.issue"
    roles: frozenset[str]
    actions: frozenset[str]  # "billing/issue_invoice"
    is_about_oneself: bool = False  # also for whoever it is about


def _row(code: str, marks: str, actions: str = "", *, columns: tuple[str, ...] = STAFF, also: str = "") -> Ability:
    marked = zip(columns, marks.split(), strict=True)
    roles = frozenset(role for role, mark in marked if mark == "x")
    room = code.partition(".")[0]
    named = frozenset(name if "/" in name else f"{room}/{name}" for name in actions.split())
    return Ability(code, roles, named, is_about_oneself=also == ABOUT_ONESELF)


# fmt: off
#                                 admin
#                                 | manager
#                                 | | finance
#                                 | | | events
#                                 | | | | reader
#                                 | | | | | board
#                                 | | | | | | auditor
ABILITIES = (
    _row("access.administer",    "x . . . . . .", "change_cluster change_logo create_cluster grant_role withdraw_role"),
    _row("access.invite",        "x x . . . . .", "create_invitation withdraw_invitation outbox/mail_invitation directory/invite_user"),
    _row("access.keep_views",    "x x x x x x x", "save_view"),
    _row("access.hold_tokens",   "x x x x x . .", "create_token revoke_token"),
    _row("access.own",           ". . . . . . .", "choose_language change_name note_sign_in delete_view redeem_invitation directory/accept_invitation"
                                                  " count_request answer_once", also=ABOUT_ONESELF),
    _row("audit.see",            "x x x x x . x"),
    _row("audit.seal",           "x . x . . . .", "seal_stream"),
    _row("audit.redact",         "x x . . . . .", "redact_events"),
    _row("files.store",          "x x x x . . .", "store_file"),
    _row("outbox.see",           "x x x x x . ."),
    _row("outbox.send",          "x x x . . . .", "prepare_mails try_delivery release_batch skip_batch retry_batch skip_mail retry_mail copy_mail"),
    _row("outbox.deliver",       ". . . . . . .", "send_mail keep_mails"),
    _row("ledger.read",          "x x x x x x x"),
    _row("ledger.post",          "x x x . . . .", "post_transaction post_transactions reverse_transaction"),
    _row("ledger.close",         "x . x . . . .", "close_books seal_books set_chart_number"),
    _row("ledger.reopen",        "x . . . . . .", "reopen_books"),
    _row("banking.import",       "x . x . . . .", "receive_file record_entries refuse_file"),
    _row("banking.accounts",     "x . x . . . .", "add_account"),
    _row("directory.see_people", "x x x x x . ."),
    _row("directory.register",   "x x . . . . .", "register_organisation register_person import_organisations list_organisation end_partnership"
                                                  " subscribe_contact unsubscribe_contact"),
    _row("directory.edit",       "x x . . . . .", "change_organisation declare_size confirm_size set_parent start_partnership merge_organisations"
                                                  " reverse_merger register_contact add_contact give_contact_role end_contact_role"
                                                  " start_affiliation end_affiliation add_email remove_email invite_person"
                                                  " edit_profile publish_profile withdraw_profile change_profile_logo confirm_master_data"
                                                  " membership/answer_access_request"),
    _row("directory.reach",      "x x . . . . .", "change_person", also=ABOUT_ONESELF),
    _row("directory.answer_for", "x x . . . . .", "give_consent withdraw_consent privacy/export_person", also=ABOUT_ONESELF),
    _row("directory.forget",     "x x . . . . .", "erase_person delete_subscriptions access/close_account access/delete_invitations outbox/blot_mails"
                                                  " files/shred_files membership/blot_applicant membership/clear_applications membership/clear_imports matchmaking/blot_matchmaker"
                                                  " privacy/forget_person"
                                                  " billing/blot_invoice_contacts"
                                                  " engagement/blot_participant"
                                                  " meetings/blot_delegate"
                                                  " events/blot_attendee networks/blot_holder programmes/blot_worker publishing/blot_quoted"
                                                  " newsletters/forget_choices"
                                                  ""),
    _row("privacy.retain",       "x . . . . . .", "start_retention apply_retention order_retention"),
    _row("billing.issue",        "x x x . . . .", "issue_invoice issue_invoices prepare_invoice_mails prepare_einvoices send_einvoice"),
    _row("billing.credit",       "x . x . . . .", "issue_credit_note credit_invoices"),
    _row("billing.pay",          "x . x . . . .", "record_payment record_payments match_entries accept_match choose_match book_matches"
                                                  " set_aside_entry set_aside_entries restore_entry"),
    _row("billing.allocate",     "x . x . . . .", "allocate_payment allocate_payments release_allocation reverse_payment reverse_match return_entry"),
    _row("billing.write_off",    "x . x . . . .", "write_off_invoice reverse_write_off"),
    _row("billing.refund",       "x . x . . . .", "refund_payment reverse_refund"),
    _row("billing.set_prices",   "x . x . . . .", "create_product change_product set_fee_status set_reminder_steps set_reference_rate set_arrears_rule"),
    _row("billing.remind",       "x . x . . . .", "send_reminders prepare_reminder_mails pause_reminders end_pause open_dispute close_dispute"
                                                  " agree_instalments end_instalments prepare_correction_mail"),
    _row("billing.hear",         ". . . . . . .", "record_delivery"),
    _row("membership.admit",     "x x . . . . .", "join_member join_members register_member reinstate_membership change_membership_type merge_members"
                                                  " decide_application approve_application mail_application"),
    _row("membership.apply",     ". . . . . . .", "start_application submit_application withdraw_application send_access_link request_access"),
    _row("membership.end",       "x x . . . . .", "resign_membership withdraw_resignation exclude_member annul_membership follow_merger"
                                                  " undo_merger unmerge_members matchmaking/follow_merger matchmaking/undo_merger"),
    _row("membership.types",     "x x . . . . .", "create_membership_type edit_membership_type"),
    _row("membership.present",   "x x . . . . .", "present_cluster"),
    _row("membership.import",    "x x . . . . .", "start_import rehearse_import plan_import answer_import_row commit_import"),
    _row("membership.schedules", "x x x . . . .", "create_schedule edit_schedule copy_schedule import_schedules adopt_schedule"),
    _row("membership.plan",      "x x x . . . .", "plan_dues discard_dues_run open_term"),
    _row("membership.release",   "x . x . . . .", "release_dues_run resume_dues_run undo_dues_run issue_dues_batch free_credited_periods close_term"
                                                  " charge_member"),
    _row("membership.reopen",    "x . . . . . .", "reopen_term"),
    _row("membership.adjust",    "x . x . . . .", "adjust_fee withdraw_adjustment"),
    _row("membership.benefits",  "x . x . . . .", "review_benefits"),
    _row("webhooks.see",         "x x . . . . ."),
    _row("webhooks.manage",      "x . . . . . .", "add_endpoint change_endpoint pause_endpoint rotate_secret remove_endpoint try_endpoint resend_delivery"),
    _row("webhooks.tell",        ". . . . . . .", "gather_messages send_delivery"),
    _row("publishing.write",     "x x . x . . .", "write_release change_release publish_release withdraw_release discard_release change_picture"
                                                  " keep_testimonial ask_testimonial delete_testimonial"),
    _row("publishing.answer",    "x x . x . . .", "answer_testimonial"),
    _row("visits.choose",        "x x . . . . .", "choose_asking"),
    _row("visits.count",         ". . . . . . .", "count_view"),
    _row("events.manage",        "x x . x . . .", "plan_event change_event publish_event discard_event cancel_event record_attendance undo_attendance start_series name_speaker remove_speaker ask_speaker"),
    _row("events.sign_up",       "x x . x . . .", "register_attendee cancel_registration accept_offer substitute_attendee give_feedback", also=ABOUT_ONESELF),
    _row("events.serve",         "x x . x . . .", "move_queue invoice_registration mail_registrations ask_guest answer_speaker"),
    _row("events.see_attendees", "x x x x x . ."),
    _row("networks.manage",      "x x . x . . .", "found_network change_network close_network appoint_officer end_office"),
    _row("networks.run",         "x x . x . . .", "admit_seat plan_meeting change_meeting cancel_meeting write_minutes note_attendance"
                                                  " add_document remove_document announce_news close_thread write_post remove_post", also=ABOUT_ONESELF),
    _row("networks.sit",         "x x . x . . .", "take_seat change_seat end_seat", also=ABOUT_ONESELF),
    _row("networks.own",         ". . . . . . .", "give_feedback choose_hearing", also=ABOUT_ONESELF),
    _row("networks.see_seats",   "x x x x x . ."),
    _row("networks.serve",       "x x . . . . .", "move_seats return_seats mail_posts"),
    _row("programmes.manage",    "x x . x . . .", "start_programme change_programme set_milestone reach_milestone open_call"),
    _row("programmes.decide",    "x x . x . . .", "decline_application admit_application end_participation"),
    _row("programmes.sign",      "x x x . . . .", "sign_hours reverse_hours", also=ABOUT_ONESELF),  # unsigned ones the company takes back itself
    _row("programmes.take_part", "x x x x . . .", "send_application withdraw_application note_hours record_outcome", also=ABOUT_ONESELF),
    _row("programmes.see",       "x x x x x . ."),
    _row("programmes.serve",     "x x . . . . .", "move_seats return_seats"),
    _row("engagement.see_lists", "x x x x x . ."),
    _row("engagement.follow_up", "x x . x . . .", "note_contact add_activity reverse_activity"),
    _row("engagement.weigh",     "x x . . . . .", "draft_weights change_weights adopt_weights discard_weights choose_statement"),
    _row("engagement.compute",   "x x . . . . .", "gather_activities compute_scores fit_renewal"),
    _row("matchmaking.offer",    "x x . x . . .", "write_opportunity change_opportunity publish_opportunity renew_opportunity withdraw_opportunity"
                                                  " choose_intents avoid_company readmit_company say_interested close_match record_meeting"
                                                  " record_outcome log_impressions"),
    _row("matchmaking.broker",   "x x . x . . .", "review_opportunity introduce_match"),
    _row("matchmaking.compute",  "x x . . . . .", "compute_suggestions ask_outcomes remind_deadlines"),
    _row("meetings.arrange",     "x x . x . . .", "arrange_day change_day lay_slots add_participant change_participant remove_participant open_wishes"
                                                  " lock_wishes set_precedence drop_precedence order_planning publish_plan repair_plan report_late"
                                                  " report_no_show take_back_no_show move_participants"),
    _row("meetings.take_part",   "x x . x . . .", "set_wishes choose_slot confirm_meeting rate_meeting", also=ABOUT_ONESELF),
    _row("meetings.search",      "x x . x . . .", "note_progress store_plan end_planning"),
    _row("newsletters.write",    "x x x . . . .", "draft_message change_message release_message discard_message try_message add_topic end_topic"
                                                  " draft_edition change_edition schedule_edition release_edition discard_edition try_edition"),
    _row("newsletters.choose",    "x x . . . . .", "choose_topics", also=ABOUT_ONESELF),
    _row("newsletters.serve",     ". . . . . . .", "ask_subscriber confirm_subscriber leave_newsletter count_click note_bounce"),
    _row("newsletters.stop",     ". . . . . . .", "leave_list stop_mails"),
)

# Which sections of the office each role may open. The board and the auditor read books and reports and meet no more people than these need.
SECTIONS = (
    _row("office.dashboard",     "x x x x x x x"),
    _row("office.members",       "x x x x x x ."),
    _row("office.applications",  "x x x x x . ."),
    _row("office.people",        "x x x x x . ."),
    _row("office.engagement",    "x x x x x x ."),
    _row("office.matchmaking",   "x x x x x x ."),
    _row("office.imports",       "x x x x x . ."),
    _row("office.schedules",     "x x x x x x x"),
    _row("office.dues",          "x x x x x x x"),
    _row("office.invoices",      "x x x x x x x"),
    _row("office.receivables",   "x x x x x x x"),
    _row("office.reminders",     "x x x x x x x"),
    _row("office.bank",          "x x x x x x x"),
    _row("office.books",         "x x x x x x x"),
    _row("office.messages",      "x x x x x . ."),
    _row("office.newsletters",   "x x x x x . ."),
    _row("office.news",          "x x x x x x ."),
    _row("office.meetings",      "x x x x x x ."),
    _row("office.events",        "x x x x x x ."),
    _row("office.programmes",    "x x x x x x ."),
    _row("office.networks",      "x x x x x x ."),
    _row("office.visits",        "x x x x x x ."),
    _row("office.outbox",        "x x x x x . ."),
    _row("office.audit",         "x x x x x . x"),
    _row("office.settings",      "x x x x x x x"),
)

# What somebody may do for a company in the portal: the role follows from what the person is there, it is not granted.
#                                 company_admin (primary contact)
#                                 | billing
#                                 | | colleague
#                                 | | | researcher
#                                 | | | | guest
PORTAL = tuple(_row(code, marks, columns=MEMBERS) for code, marks in {
    "portal.see_company":         "x x x x .",
    "portal.edit_company":        "x . . . .",
    "portal.see_people":          "x x x x .",
    "portal.edit_people":         "x . . . .",
    "portal.see_money":           "x x . . .",
    "portal.declare_size":        "x x . . .",
    "portal.resign":              "x . . . .",
    "portal.offer_and_seek":      "x . x x .",
    "portal.sign_up":             "x x x x .",
    "portal.export_own_data":     "x x x x x",
}.items())
# fmt: on

# A section that is not in the table yet is for those who always read everything.
READERS = frozenset(STAFF) - {"board", "auditor"}
_ROLES_OF = {ability.code: ability.roles for ability in (*ABILITIES, *SECTIONS, *PORTAL)}


def roles_that(code: str) -> frozenset[str]:
    """Return the roles that may do this, such as "billing.issue". Raises: KeyError for what no table knows."""
    return _ROLES_OF[code]


def roles_in(section: str) -> frozenset[str]:
    """Return the roles that may open this section of the office."""
    return _ROLES_OF.get(f"office.{section}", READERS)
