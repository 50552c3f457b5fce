//! The report for a program.
//!
//! The schema is stable: members are added, never renamed or removed, while `version` stays 1. Times are ISO 8601 in UTC, or
//! `null` where unknown. `state` is `ok`, `wrong`, `cannotTell` or `notChecked`; a mark is `yes`, `no` or `unknown`; `source` and
//! `kind` are `profile`, `network`, `discovery`, `manifest`, `signIn`, `errorPage`, `token` or `api`; a step's `id` is
//! `connection`, `access`, `cloud`, `roles`, `register`, `publicClient`, `api`, `permissions`, `consent`, `ids` or `tryIt`.
//!
//! ```text
//! { format, version, madeAt, program { name, version }, system, sandbox, namesMasked,
//!   result { state, sentence, cause: null | { step, stepName, checkId, checkTitle, what, fix, certain } },
//!   profile { name, cloud, cloudName, tenant, clientId, region, ownEndpoints, authority, apiBase, audience,
//!             wantedPermissions [] },
//!   answers { access, accessReason, plan, accountTypes, needsPublicFlows, operations [] },
//!   checkedAt,
//!   steps [ { id, number, title, state, ticked, last: null | { state, at },
//!             checks [ { id, title, state, source, verifiedBy, seen, fix, remark, cause } ] } ],
//!   consent [ { permission, displayName, needed, registered, consented, inToken, remark } ],
//!   evidence [ { kind, name, takenAt, summary } ],
//!   signedIn: null | { name, userPrincipalName, objectId, tenantId, grantedPermissions [], tokenEndsAt, renewable, keptIn },
//!   warning, statements [] }
//! ```

use super::document::{Cause, Document, SignedIn, Step};
use super::layout;
use super::words::{self, Moment};
use serde_json::{Value, json};

/// What `format` says.
const FORMAT: &str = "defender-api-workbench/verification-report";

pub(super) fn write(document: &Document) -> String {
    let (result, profile, answers) = (&document.result, &document.profile, &document.answers);
    let steps: Vec<Value> = document.steps.iter().map(step).collect();
    let consent: Vec<Value> = document
        .consent
        .iter()
        .map(|row| {
            json!({
                "permission": row.permission,
                "displayName": row.display_name,
                "needed": row.needed,
                "registered": row.registered,
                "consented": row.consented,
                "inToken": row.in_token,
                "remark": row.remark,
            })
        })
        .collect();
    let evidence: Vec<Value> = document
        .evidence
        .iter()
        .map(|evidence| {
            json!({
                "kind": evidence.kind,
                "name": words::evidence(evidence.kind),
                "takenAt": time(evidence.taken_at),
                "summary": evidence.summary,
            })
        })
        .collect();
    let report = json!({
        "format": FORMAT,
        "version": 1,
        "madeAt": document.made_at.iso(),
        "program": { "name": layout::PROGRAM, "version": document.program_version },
        "system": document.system,
        "sandbox": document.sandbox,
        "namesMasked": document.masked,
        "result": {
            "state": result.state,
            "sentence": result.sentence,
            "cause": result.cause.as_ref().map(cause),
        },
        "profile": {
            "name": profile.name,
            "cloud": profile.cloud,
            "cloudName": profile.cloud_name,
            "tenant": profile.tenant,
            "clientId": profile.client_id,
            "region": profile.region,
            "ownEndpoints": profile.own_endpoints,
            "authority": profile.authority,
            "apiBase": profile.api_base,
            "audience": profile.audience,
            "wantedPermissions": profile.wanted,
        },
        "answers": {
            "access": answers.access,
            "accessReason": answers.reason,
            "plan": answers.plan,
            "accountTypes": answers.account_types,
            "needsPublicFlows": answers.needs_public_flows,
            "operations": answers.operations,
        },
        "checkedAt": time(document.checked_at),
        "steps": steps,
        "consent": consent,
        "evidence": evidence,
        "signedIn": document.signed_in.as_ref().map(signed_in),
        "warning": layout::warning(document),
        "statements": layout::statements(document),
    });
    format!("{report:#}\n")
}

fn cause(cause: &Cause) -> Value {
    json!({
        "step": cause.step,
        "stepName": cause.step_name,
        "checkId": cause.check_id,
        "checkTitle": cause.check_title,
        "what": cause.what,
        "fix": cause.fix,
        "certain": cause.certain,
    })
}

fn step(step: &Step) -> Value {
    let checks: Vec<Value> = step
        .checks
        .iter()
        .map(|check| {
            json!({
                "id": check.id,
                "title": check.title,
                "state": check.state,
                "source": check.source,
                "verifiedBy": words::source(check.source),
                "seen": check.seen,
                "fix": check.fix,
                "remark": check.remark,
                "cause": check.cause,
            })
        })
        .collect();
    json!({
        "id": step.id,
        "number": step.number,
        "title": step.title,
        "state": step.state,
        "ticked": step.ticked,
        "last": step.last.map(|(state, at)| json!({ "state": state, "at": time(at) })),
        "checks": checks,
    })
}

fn signed_in(account: &SignedIn) -> Value {
    json!({
        "name": account.name,
        "userPrincipalName": account.username,
        "objectId": account.object_id,
        "tenantId": account.tenant_id,
        "grantedPermissions": account.granted,
        "tokenEndsAt": time(account.token_ends),
        "renewable": account.renewable,
        "keptIn": account.kept_in,
    })
}

fn time(moment: Option<Moment>) -> Option<String> {
    moment.map(Moment::iso)
}
