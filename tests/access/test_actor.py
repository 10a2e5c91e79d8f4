from klynge.access.models import Role


def test_a_role_holds_in_its_own_cluster_only(world):
    assert world.astrid.has_role({Role.ADMIN}, cluster_id=world.nordlys.pk)
    assert not world.astrid.has_role({Role.ADMIN}, cluster_id=world.havblik.pk)
    assert not world.bo.is_staff_of(world.nordlys.pk)
