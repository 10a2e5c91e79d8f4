"""Member files for tests: typed in as lines, rehearsed as Astrid, written down to the end."""

from klynge.membership import actions
from klynge.membership.models import ImportRun

HEAD = "Firmanavn;CVR;Ansatte;Kontaktperson;E-mail;Indmeldt;Postnr"


def rehearse(world, *lines, head=HEAD, name="medlemmer.csv", **options):
    content = "\n".join([head, *lines]).encode()
    return actions.rehearse_import(world.nordlys, name=name, content=content, **{"actor": world.astrid, "at": world.noon} | options)


def commit(run, who):
    while actions.commit_import(run, **who):
        pass
    return ImportRun.objects.get(pk=run.pk)
