"""What the room access records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "access.cluster.created": _("%(actor)s created the cluster %(subject)s"),
    "access.cluster.changed": _("%(actor)s changed the settings of %(subject)s"),
    "access.cluster.logo_changed": _("%(actor)s changed the logo of %(subject)s"),
    "access.user.invited": _("%(actor)s invited %(subject)s"),
    "access.invitation.withdrawn": _("%(actor)s took back the invitation of %(subject)s"),
    "access.invitation.accepted": _("%(subject)s accepted an invitation"),
    "access.user.created": _("%(actor)s created the user %(subject)s"),
    "access.user.changed": _("%(actor)s changed the user %(subject)s"),
    "access.user.deactivated": _("%(actor)s closed the account of %(subject)s"),
    "access.grant.granted": _("%(actor)s gave a role: %(subject)s"),
    "access.grant.withdrawn": _("%(actor)s withdrew a role: %(subject)s"),
    "access.role.granted": _("%(actor)s gave %(subject)s a role"),
    "access.role.withdrawn": _("%(actor)s withdrew a role from %(subject)s"),
    "access.name.changed": _("%(actor)s changed their own name"),
    "access.language.chosen": _("%(actor)s chose another language"),
    "access.view.saved": _("%(actor)s saved the view %(subject)s"),
    "access.view.deleted": _("%(actor)s deleted the view %(subject)s"),
    "access.account.closed": _("%(actor)s closed the account of somebody who was forgotten"),
    "access.token.created": _("%(actor)s let a program in: %(subject)s"),
    "access.token.revoked": _("%(actor)s revoked the token of a program: %(subject)s"),
    "access.invitations.deleted": _("%(count)s invitations were deleted"),
}
