"""The addresses of the operations portal."""

from django.urls import path

from tipline.portals.operations.views import (
    appeals,
    auditing,
    doors,
    list_audits,
    lists,
    organizations,
    routing,
    running,
)

app_name = "operations"

_OF_ONE = "organizations/<int:organization_id>/"

urlpatterns = [
    path("", organizations.organizations, name="organizations"),
    path("add/<str:kind>/", organizations.add_organization, name="add-organization"),
    path(_OF_ONE, organizations.organization, name="organization"),
    path(f"{_OF_ONE}suspend/", organizations.suspend, name="suspend"),
    path(f"{_OF_ONE}profile/", organizations.platform_profile, name="platform-profile"),
    path(f"{_OF_ONE}invite/", doors.invite, name="invite"),
    path(f"{_OF_ONE}credentials/", doors.issue_credential, name="issue-credential"),
    path(
        "people/<int:person_id>/suspend/",
        organizations.suspend_person,
        name="suspend-person",
    ),
    path("people/<int:person_id>/invite/", doors.invite_again, name="invite-again"),
    path(
        "invitations/<int:invitation_id>/revoke/",
        doors.revoke_invitation,
        name="revoke-invitation",
    ),
    path(
        "credentials/<int:credential_id>/revoke/",
        doors.revoke_credential,
        name="revoke-credential",
    ),
    path("steps/", running.steps, name="steps"),
    path(
        "steps/<int:report_id>/<str:step>/retry",
        running.retry_step,
        name="retry-step",
    ),
    path("lists/", lists.lists, name="lists"),
    path("lists/add/", lists.add_list, name="add-list"),
    path("lists/leak/", lists.leak, name="leak"),
    path("lists/<int:list_id>/", lists.one_list, name="list"),
    path("lists/<int:list_id>/members/", lists.add_member, name="add-member"),
    path("lists/<int:list_id>/audit/", list_audits.begin_audit, name="begin-audit"),
    path("lists/<int:list_id>/<str:what>/", lists.change_list, name="change-list"),
    path(
        "members/<int:member_id>/<str:what>/",
        lists.change_member,
        name="change-member",
    ),
    path("people/<int:person_id>/seniority/", lists.seniority, name="seniority"),
    path("list-audits/", list_audits.list_audits, name="list-audits"),
    path("list-audits/<int:audit_id>/", list_audits.list_audit, name="list-audit"),
    path(
        "list-audits/<int:audit_id>/<int:audited_id>/finding",
        list_audits.finding,
        name="finding",
    ),
    path(
        "list-audits/<int:audit_id>/publish/",
        list_audits.publish_audit,
        name="publish-audit",
    ),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<int:appeal_id>/", appeals.answer_appeal, name="answer-appeal"),
    path(
        "routing/editions/<int:edition_id>/",
        routing.edition,
        name="edition",
    ),
    path(
        "routing/editions/<int:edition_id>/simulate",
        routing.simulate,
        name="simulate",
    ),
    path(
        "routing/editions/<int:edition_id>/activate/",
        routing.activate_edition,
        name="activate-edition",
    ),
    path(
        "routing/editions/<int:edition_id>/withdraw",
        routing.withdraw_edition,
        name="withdraw-edition",
    ),
    path(
        "routing/simulations/<int:simulation_id>/",
        routing.simulation,
        name="simulation",
    ),
    path(
        "routing/simulations/<int:simulation_id>/changed.csv",
        routing.export_simulation,
        name="export-simulation",
    ),
    path("routing/<str:table>/", routing.routing_table, name="routing-table"),
    path("routing/<str:table>/export", routing.export_routing, name="export-routing"),
    path("routing/<str:table>/draft/", routing.draft_routing, name="draft-routing"),
    path("priority/", running.priority, name="priority"),
    path("health/", running.health, name="health"),
    path("audit/", auditing.audit, name="audit"),
    path("audit/verify", auditing.verify_audit, name="verify-audit"),
]
