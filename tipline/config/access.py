"""Who may do what, on which route: the whole policy in one file.

Reviewed by people, compared with every route of the product by tests/architecture, and
the oracle of the generated access matrix in tests/access.
"""

from tipline.foundation.policy.registry import OPEN, Access, Policy

_SIGNED_IN = frozenset({"analyst", "operator", "auditor", "officer", "list-auditor"})
GRANTS: dict[str, frozenset[str]] = {
    # the reporting interface
    "intake.read": frozenset({"platform"}),
    "intake.write": frozenset({"platform"}),
    "priors.read": frozenset({"platform"}),
    "priors.appeal": frozenset({"platform"}),
    "outcomes.read": frozenset({"platform"}),
    # the hash sharing interface
    "hash-lists.read": frozenset({"list-member"}),
    "hash-lists.add": frozenset({"list-member"}),
    "hash-lists.vote": frozenset({"list-member"}),
    "hash-questions.read": frozenset({"list-member"}),
    "hash-questions.ask": frozenset({"list-member"}),
    # analysts
    "triage.read": frozenset({"analyst"}),
    "triage.escalate": frozenset({"analyst"}),
    "triage.say-intent": frozenset({"analyst"}),
    "triage.lower": frozenset({"analyst"}),
    "triage.supplement": frozenset({"analyst"}),
    "triage.clear": frozenset({"analyst"}),
    "triage.hold": frozenset({"analyst"}),
    "calls.read": frozenset({"analyst"}),
    "calls.take": frozenset({"analyst"}),
    "calls.check": frozenset({"analyst"}),
    "calls.ask": frozenset({"analyst"}),
    "referrals.release": frozenset({"analyst"}),
    "places.read": frozenset({"analyst"}),
    "places.decide": frozenset({"analyst"}),
    "agencies.exclude": frozenset({"analyst"}),
    "triage.unbundle": frozenset({"analyst"}),
    "triage.set-aside-flood": frozenset({"analyst"}),
    "clusters.read": frozenset({"analyst"}),
    "clusters.change": frozenset({"analyst"}),
    "identifiers.search": frozenset({"analyst"}),
    "review.read": frozenset({"analyst"}),
    "review.take": frozenset({"analyst"}),
    "review.label": frozenset({"analyst"}),
    "review-quality.read": frozenset({"analyst", "operator"}),
    "previews.show": frozenset({"analyst"}),
    "legal-bases.record": frozenset({"analyst"}),
    "exposure.read": frozenset({"analyst"}),
    "concerns.answer": frozenset({"analyst", "operator"}),
    "loads.read": frozenset({"analyst", "operator"}),
    "loads.change": frozenset({"analyst", "operator"}),
    "lists.read": frozenset({"analyst"}),
    "lists.propose": frozenset({"analyst"}),
    "lists.review": frozenset({"analyst"}),
    "lists.withdraw": frozenset({"analyst"}),
    # whoever answers alarms
    "alarms.read": frozenset({"analyst", "operator", "officer", "token-read"}),
    "alarms.acknowledge": frozenset({"analyst", "officer", "token-work"}),
    "duties.read": frozenset({"analyst", "operator", "officer", "token-read"}),
    "duties.change": frozenset({"analyst", "officer", "token-work"}),
    # agencies: officers, and programs with a token of the scope
    "agency-interface.read": frozenset(
        {"token-read", "token-work", "token-files", "token-answers"}
    ),
    "referrals.read": frozenset({"officer", "token-read"}),
    "referrals.acknowledge": frozenset({"officer", "token-work"}),
    "referrals.clear": frozenset({"officer", "token-answers"}),
    "packets.receive": frozenset({"officer", "token-files"}),
    "referrals.search": frozenset({"officer", "token-read"}),
    "deconfliction.read": frozenset({"officer", "token-read"}),
    "deconfliction.ask": frozenset({"officer", "token-work"}),
    "deconfliction.change-desk": frozenset({"officer"}),
    "deconfliction.show-key": frozenset({"officer"}),
    "casework.read": frozenset({"officer", "token-read"}),
    "casework.change": frozenset({"officer", "token-work"}),
    "exports.read": frozenset({"officer"}),
    "handovers.offer": frozenset({"officer", "token-work"}),
    "handovers.answer": frozenset({"officer", "token-work"}),
    "feedback.give": frozenset({"officer", "token-answers"}),
    "own-account.read": frozenset({"officer"}),
    "own-account.change": frozenset({"officer"}),
    "agency-keys.read": frozenset({"officer", "token-read", "token-files"}),
    "agency-keys.change": frozenset({"officer"}),
    "agency-tokens.read": frozenset({"officer"}),
    "agency-tokens.change": frozenset({"officer"}),
    "paperwork.read": frozenset({"officer", "token-read"}),
    "paperwork.change": frozenset({"officer", "token-work"}),
    # operations
    "accounts.read": frozenset({"operator"}),
    "accounts.change": frozenset({"operator"}),
    "list-members.read": frozenset({"operator"}),
    "list-members.change": frozenset({"operator"}),
    "list-audits.read": frozenset({"operator", "list-auditor"}),
    "list-audits.change": frozenset({"operator"}),
    "list-audits.find": frozenset({"list-auditor"}),
    "appeals.read": frozenset({"operator"}),
    "appeals.answer": frozenset({"operator"}),
    "rules.read": frozenset({"operator", "analyst"}),
    "routing.read": frozenset({"operator", "analyst"}),
    "routing.draft": frozenset({"operator"}),
    "routing.activate": frozenset({"operator"}),
    "steps.read": frozenset({"operator", "analyst"}),
    "steps.retry": frozenset({"operator"}),
    "audit.read": frozenset({"auditor"}),
    "audit.verify": frozenset({"auditor"}),
    # anybody who is signed in
    "session.end": _SIGNED_IN,
    "session.confirm": _SIGNED_IN,
}

_PLATFORM_READ = Access(read="intake.read", door="basic")
_PLATFORM_WRITE = Access(write="intake.write", door="basic")
_LIST_READ = Access(read="hash-lists.read", door="basic")
# The page of a change asks for the passkey before anything is typed into its form.
_CHANGE = Access(read="accounts.change", write="accounts.change", fresh=True)
_LISTS = Access(read="lists.read")
_CASEWORK = Access(write="casework.change")
_CASES = Access(read="casework.read", write="casework.change")
_LISTED = Access(read="lists.read", write="lists.propose")
_LABELED = Access(read="review.read", write="review.label")
_TAKEN = Access(write="review.take")
_CALLS_TAKE = Access(write="calls.take")
_RELEASE = Access(write="referrals.release")
_EXPORT = Access(read="exports.read", fresh=True)
# What programs of agencies may do is what their token's scopes are granted.
_API_READ = Access(read="referrals.read", door="bearer")
_API_CASES = Access(read="casework.read", door="bearer")
_API_WORK = Access(write="casework.change", door="bearer")
_API_CASEWORK = Access(read="casework.read", write="casework.change", door="bearer")
_API_HAND_ON = Access(write="handovers.offer", door="bearer")
_API_PAPERS = Access(read="paperwork.read", door="bearer")
_API_PACKET = Access(write="packets.receive", door="bearer")
_MEMBERS = Access(read="list-members.read")
_MEMBERS_CHANGE = Access(
    read="list-members.change", write="list-members.change", fresh=True
)
_AUDIT_CHANGE = Access(
    read="list-audits.change", write="list-audits.change", fresh=True
)

ROUTES: dict[str, Access] = {
    "public:home": Access(read=OPEN),
    "public:report": Access(read=OPEN, write=OPEN),
    "public:report-danger": Access(read=OPEN),
    "public:return": Access(read=OPEN, write=OPEN),
    "public:helplines": Access(read=OPEN),
    "public:look": Access(read=OPEN),
    "public:security": Access(read=OPEN),
    "public:robots": Access(read=OPEN),
    "public:live": Access(read=OPEN),
    "public:ready": Access(read=OPEN),
    "take-it-down:home": Access(read=OPEN),
    "take-it-down:pictures": Access(read=OPEN),
    "take-it-down:look": Access(read=OPEN),
    "take-it-down:hashes": Access(write=OPEN),
    "take-it-down:case": Access(read=OPEN, write=OPEN),
    "take-it-down:take-back": Access(write=OPEN),
    "take-it-down:keep": Access(write=OPEN),
    "take-it-down:help": Access(read=OPEN),
    "take-it-down:how-it-works": Access(read=OPEN),
    "door:sign-in": Access(read=OPEN, one_transaction=False),
    "door:sign-in-begin": Access(write=OPEN, one_transaction=False),
    "door:sign-in-finish": Access(write=OPEN, one_transaction=False),
    "door:sign-out": Access(write="session.end", one_transaction=False),
    "door:confirm": Access(read="session.confirm", one_transaction=False),
    "door:confirm-begin": Access(write="session.confirm", one_transaction=False),
    "door:confirm-finish": Access(write="session.confirm", one_transaction=False),
    "door:invitation": Access(read=OPEN, one_transaction=False),
    "door:invitation-begin": Access(write=OPEN, one_transaction=False),
    "door:invitation-finish": Access(write=OPEN, one_transaction=False),
    "door:styles": Access(read=OPEN),
    "door:language": Access(write=OPEN, one_transaction=False),
    "door:link": Access(read=OPEN, write=OPEN, one_transaction=False),
    "platforms:documentation": Access(read=OPEN),
    "platforms:status": _PLATFORM_READ,
    "platforms:xsd": _PLATFORM_READ,
    "platforms:submit": _PLATFORM_WRITE,
    "platforms:upload": _PLATFORM_WRITE,
    "platforms:fileinfo": _PLATFORM_WRITE,
    "platforms:finish": _PLATFORM_WRITE,
    "platforms:retract": _PLATFORM_WRITE,
    "platforms:receipt": _PLATFORM_READ,
    "platforms:clearances": _PLATFORM_READ,
    "platforms:supplement": _PLATFORM_WRITE,
    "platforms:supplement-upload": _PLATFORM_WRITE,
    "platforms:supplement-receipt": _PLATFORM_READ,
    "platforms:sender": Access(read="priors.read", door="basic"),
    "platforms:appeal": Access(write="priors.appeal", door="basic"),
    "platforms:outcomes": Access(read="outcomes.read", door="basic"),
    "platforms:unknown": Access(read=OPEN, write=OPEN, door="basic"),
    "sharing:status": _LIST_READ,
    "sharing:members": _LIST_READ,
    "sharing:entries": _LIST_READ,
    "sharing:entry": Access(write="hash-lists.add", door="basic"),
    "sharing:audience": Access(write="hash-lists.add", door="basic"),
    "sharing:large-fingerprint": Access(
        read="hash-lists.read", write="hash-lists.add", door="basic"
    ),
    "sharing:reasons": _LIST_READ,
    "sharing:feedback": Access(write="hash-lists.vote", door="basic"),
    "sharing:categorizations": _LIST_READ,
    "sharing:documentation": _LIST_READ,
    "sharing:feed": _LIST_READ,
    "sharing:blocked": Access(write="hash-lists.vote", door="basic"),
    "sharing:bucket": Access(read="hash-questions.read", door="basic"),
    "sharing:match": Access(write="hash-questions.ask", door="basic"),
    "sharing:unknown": Access(read=OPEN, write=OPEN, door="basic"),
    "console:queue": Access(read="triage.read"),
    "console:report": Access(read="triage.read"),
    "console:escalate": Access(write="triage.escalate"),
    "console:say-intent": Access(write="triage.say-intent"),
    "console:lower": Access(write="triage.lower"),
    "console:decide-lowering": Access(write="triage.lower"),
    "console:clear": Access(write="triage.clear"),
    "console:clearances": Access(read="triage.read"),
    "console:hold-report": Access(write="triage.hold"),
    "console:release-hold": Access(write="triage.hold"),
    "console:decide-clearance": Access(write="triage.clear"),
    "console:supplement": Access(write="triage.supplement"),
    "console:calls": Access(read="calls.read"),
    "console:begin-call": _CALLS_TAKE,
    "console:call": Access(read="calls.read", write="calls.take"),
    "console:end-call": _CALLS_TAKE,
    "console:check-danger": Access(write="calls.check"),
    "console:ask": Access(write="calls.ask"),
    "console:release": _RELEASE,
    "console:refuse-release": _RELEASE,
    "console:place": Access(read="places.read"),
    "console:decide-place": Access(write="places.decide"),
    "console:correct-network": Access(write="places.decide"),
    "console:exclude-agency": Access(write="agencies.exclude"),
    "console:admit-agency": Access(write="agencies.exclude"),
    "console:withheld": Access(read="places.read"),
    "console:send-withheld": Access(write="places.decide"),
    "console:corrections": Access(read="places.read"),
    "console:withdraw-correction": Access(write="places.decide"),
    "console:bundle": Access(read="triage.read"),
    "console:set-aside-flood": Access(write="triage.set-aside-flood"),
    "console:clusters": Access(read="clusters.read"),
    "console:cluster": Access(read="clusters.read"),
    "console:bring-together": Access(write="clusters.change"),
    "console:split-cluster": Access(write="clusters.change"),
    # A search is posted, so that what is looked for stands in no address or log.
    "console:search": Access(read="identifiers.search", write="identifiers.search"),
    "console:take-out": Access(write="triage.unbundle"),
    "console:files": Access(read="review.read"),
    "console:file": _LABELED,
    "console:media": _LABELED,
    "console:bundle-media": _LABELED,
    "console:next-file": _TAKEN,
    "console:set-aside": _TAKEN,
    "console:give-back": _TAKEN,
    "console:skills": _TAKEN,
    # Of the analysts only seniors, says the query.
    "console:quality": Access(read="review-quality.read"),
    "console:veil": Access(write="previews.show"),
    "console:hold": Access(write="previews.show"),
    "console:beat": Access(write="previews.show"),
    "console:let-go": Access(write="previews.show"),
    "console:basis": Access(
        read="legal-bases.record", write="legal-bases.record", fresh=True
    ),
    "console:withdraw-basis": Access(
        read="legal-bases.record", write="legal-bases.record", fresh=True
    ),
    "console:exposure": Access(read="exposure.read", write="previews.show"),
    "console:buddy": Access(write="previews.show"),
    "console:company": Access(write="previews.show"),
    # Whose concern it is to answer is seen to by the query.
    "console:answer-concern": Access(write="concerns.answer"),
    # Within the role, of supervisors alone: who asks is seen to by the query.
    "console:loads": Access(read="loads.read"),
    "console:time-zone": Access(write="loads.change"),
    "console:propose": _LISTED,
    "console:lists": _LISTS,
    "console:list": _LISTS,
    "console:item": _LISTS,
    "console:change-item": _LISTED,
    "console:withdraw-item": Access(
        read="lists.withdraw", write="lists.withdraw", fresh=True
    ),
    "console:next-review": _LISTS,
    "console:review": Access(read="lists.read", write="lists.review"),
    "console:steps": Access(read="steps.read"),
    "agencies:queue": Access(read="referrals.read", write="referrals.search"),
    "agencies:report": Access(read="referrals.read"),
    "agencies:work": _CASEWORK,
    "agencies:note": _CASEWORK,
    "agencies:bulk": _CASEWORK,
    "agencies:save-view": _CASEWORK,
    "agencies:drop-view": _CASEWORK,
    "agencies:columns": _CASEWORK,
    "agencies:cases": _CASES,
    "agencies:case": _CASES,
    "agencies:case-note": _CASEWORK,
    "agencies:add-task": _CASEWORK,
    "agencies:finish-task": _CASEWORK,
    "agencies:hint": _CASEWORK,
    "agencies:figures": Access(read="casework.read"),
    "agencies:export": _EXPORT,
    "agencies:export-case": _EXPORT,
    "agencies:export-report": _EXPORT,
    # Posted; their GET leads back to the page, from where the passkey was asked for.
    "agencies:export-search": Access(
        read="exports.read", write="referrals.search", fresh=True
    ),
    "agencies:export-others": Access(
        read="exports.read", write="deconfliction.ask", fresh=True
    ),
    "agencies:export-look-up": Access(
        read="exports.read", write="deconfliction.ask", fresh=True
    ),
    "agencies:handovers": Access(read="casework.read"),
    "agencies:answer": Access(write="handovers.answer"),
    "agencies:hand-on": Access(read="casework.read", write="handovers.offer"),
    "agencies:hand-on-case": Access(read="casework.read", write="handovers.offer"),
    "agencies:clear": Access(write="referrals.clear"),
    "agencies:acknowledge": Access(write="referrals.acknowledge"),
    "agencies:cluster": Access(read="referrals.read"),
    "agencies:search": Access(read="referrals.search", write="referrals.search"),
    "agencies:others": Access(write="deconfliction.ask"),
    "agencies:deconfliction": Access(
        read="deconfliction.read", write="deconfliction.ask"
    ),
    "agencies:desk": Access(write="deconfliction.change-desk"),
    "agencies:digest-key": Access(write="deconfliction.show-key", fresh=True),
    "duty:alarms": Access(read="alarms.read"),
    "duty:live": Access(read="alarms.read"),
    "duty:acknowledge": Access(write="alarms.acknowledge"),
    "duty:roster": Access(read="duties.read", write="duties.change"),
    "duty:end-duty": Access(write="duties.change"),
    "agencies:packet": Access(write="packets.receive", fresh=True),
    "agencies:file": Access(write="packets.receive", fresh=True),
    "agencies:feedback": Access(write="feedback.give"),
    "agencies:answer-link": Access(read=OPEN, write=OPEN),
    "agencies:account": Access(read="own-account.read", write="own-account.change"),
    # The page of the key asks for the passkey before anything is typed into it.
    "agencies:keys": Access(
        read="agency-keys.read", write="agency-keys.change", fresh=True
    ),
    # Within the role, only leads make and revoke: the service sees to it.
    "agencies:tokens": Access(
        read="agency-tokens.read", write="agency-tokens.change", fresh=True
    ),
    "agencies:revoke-token": Access(write="agency-tokens.change", fresh=True),
    "agencies:webhooks": Access(
        read="agency-tokens.read", write="agency-tokens.change", fresh=True
    ),
    "agencies:renew-webhook": Access(write="agency-tokens.change", fresh=True),
    "agencies:end-webhook": Access(write="agency-tokens.change", fresh=True),
    "agencies:verifier": Access(read="agency-keys.read"),
    "agencies:compare": Access(read="referrals.read"),
    "agencies:drafts": Access(read="paperwork.read"),
    "agencies:draft": Access(read="paperwork.read", write="paperwork.change"),
    "agencies:due-dates": Access(read="paperwork.read"),
    "agencies:note-request": Access(write="paperwork.change"),
    "agencies:close-request": Access(write="paperwork.change"),
    "agency-api:openapi": Access(read=OPEN, door="bearer"),
    "agency-api:about": Access(read="agency-interface.read", door="bearer"),
    "agency-api:officers": _API_CASES,
    "agency-api:agencies": _API_CASES,
    "agency-api:reports": Access(
        read="referrals.read", write="referrals.search", door="bearer"
    ),
    "agency-api:report": _API_READ,
    "agency-api:saved-filters": _API_CASEWORK,
    "agency-api:saved-filter-removal": _API_WORK,
    "agency-api:columns": _API_CASEWORK,
    "agency-api:cluster": _API_READ,
    "agency-api:searches": Access(write="referrals.search", door="bearer"),
    "agency-api:receipts": _API_READ,
    "agency-api:packet": _API_PACKET,
    "agency-api:file": _API_PACKET,
    # Who can read packets is decided with a passkey: programs only look.
    "agency-api:keys": Access(read="agency-keys.read", door="bearer"),
    "agency-api:work": _API_CASEWORK,
    "agency-api:bulk": _API_WORK,
    "agency-api:notes": _API_CASEWORK,
    "agency-api:acknowledgement": Access(write="referrals.acknowledge", door="bearer"),
    "agency-api:cases": _API_CASEWORK,
    "agency-api:case": _API_CASEWORK,
    "agency-api:case-notes": _API_CASEWORK,
    "agency-api:case-evidence": _API_CASES,
    "agency-api:open-tasks": _API_CASES,
    "agency-api:tasks": _API_WORK,
    "agency-api:task-done": _API_WORK,
    "agency-api:hint-seen": _API_WORK,
    "agency-api:handovers": _API_CASES,
    "agency-api:hand-on": _API_HAND_ON,
    "agency-api:hand-on-case": _API_HAND_ON,
    "agency-api:handover-answer": Access(write="handovers.answer", door="bearer"),
    "agency-api:answers": Access(
        read="referrals.read", write="feedback.give", door="bearer"
    ),
    "agency-api:clearances": Access(
        read="referrals.read", write="referrals.clear", door="bearer"
    ),
    "agency-api:due-dates": _API_PAPERS,
    "agency-api:requests": Access(
        read="paperwork.read", write="paperwork.change", door="bearer"
    ),
    "agency-api:request-closing": Access(write="paperwork.change", door="bearer"),
    "agency-api:alarms": Access(read="alarms.read", door="bearer"),
    "agency-api:alarm-acknowledgement": Access(
        write="alarms.acknowledge", door="bearer"
    ),
    "agency-api:duties": Access(
        read="duties.read", write="duties.change", door="bearer"
    ),
    "agency-api:duty-removal": Access(write="duties.change", door="bearer"),
    "agency-api:drafts": _API_PAPERS,
    "agency-api:draft": Access(
        read="paperwork.read", write="paperwork.change", door="bearer"
    ),
    "agency-api:draft-texts": _API_PAPERS,
    "agency-api:neighbours": Access(write="deconfliction.ask", door="bearer"),
    # Whom others call is said with a passkey: programs only look.
    "agency-api:desk": Access(read="deconfliction.read", door="bearer"),
    "agency-api:look-ups": Access(
        read="deconfliction.read", write="deconfliction.ask", door="bearer"
    ),
    "agency-api:figures": _API_CASES,
    "agency-api:events": _API_READ,
    "agency-api:unknown": Access(read=OPEN, write=OPEN, door="bearer"),
    "operations:organizations": Access(read="accounts.read"),
    "operations:organization": Access(read="accounts.read"),
    "operations:add-organization": _CHANGE,
    "operations:platform-profile": _CHANGE,
    "operations:invite-again": _CHANGE,
    "operations:suspend": _CHANGE,
    "operations:invite": _CHANGE,
    "operations:revoke-invitation": _CHANGE,
    "operations:suspend-person": _CHANGE,
    "operations:issue-credential": _CHANGE,
    "operations:revoke-credential": _CHANGE,
    "operations:seniority": _CHANGE,
    "operations:lists": _MEMBERS,
    "operations:list": _MEMBERS,
    "operations:add-list": _MEMBERS_CHANGE,
    "operations:change-list": _MEMBERS_CHANGE,
    "operations:add-member": _MEMBERS_CHANGE,
    "operations:change-member": _MEMBERS_CHANGE,
    "operations:leak": _MEMBERS_CHANGE,
    "operations:list-audits": Access(read="list-audits.read"),
    "operations:list-audit": Access(read="list-audits.read"),
    "operations:finding": Access(write="list-audits.find"),
    "operations:begin-audit": _AUDIT_CHANGE,
    "operations:publish-audit": _AUDIT_CHANGE,
    "operations:appeals": Access(read="appeals.read"),
    "operations:answer-appeal": Access(read="appeals.answer", write="appeals.answer"),
    "operations:steps": Access(read="steps.read"),
    "operations:retry-step": Access(write="steps.retry"),
    "operations:health": Access(read="accounts.read"),
    "operations:priority": Access(read="rules.read"),
    "operations:routing-table": Access(read="routing.read"),
    "operations:export-routing": Access(read="routing.read"),
    "operations:draft-routing": Access(read="routing.draft", write="routing.draft"),
    "operations:edition": Access(read="routing.read"),
    "operations:simulate": Access(write="routing.draft"),
    "operations:simulation": Access(read="routing.read"),
    "operations:export-simulation": Access(read="routing.read"),
    "operations:activate-edition": Access(
        read="routing.activate", write="routing.activate", fresh=True
    ),
    "operations:withdraw-edition": Access(write="routing.draft"),
    "operations:audit": Access(read="audit.read"),
    "operations:verify-audit": Access(write="audit.verify"),
}

POLICY = Policy(GRANTS, ROUTES)
