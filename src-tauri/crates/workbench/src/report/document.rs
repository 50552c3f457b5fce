//! What the report says, with every text cleaned: the only thing that the forms see.

use super::Report;
use super::clean::Cleaner;
use super::words::{self, Moment};
use contract::{
    AccessKind, AccountTypes, CloudId, EvidenceKind, KeptIn, Mark, Plan, SessionDto, StepDto, StepId,
    StepState,
};

pub(super) struct Document {
    pub(super) made_at: Moment,
    pub(super) checked_at: Option<Moment>,
    pub(super) sandbox: bool,
    pub(super) masked: bool,
    pub(super) program_version: String,
    pub(super) system: String,
    pub(super) result: Outcome,
    pub(super) profile: Profile,
    pub(super) answers: Answers,
    pub(super) steps: Vec<Step>,
    pub(super) consent: Vec<Consent>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) signed_in: Option<SignedIn>,
}

pub(super) struct Outcome {
    pub(super) state: StepState,
    /// The steps in one sentence.
    pub(super) sentence: String,
    pub(super) cause: Option<Cause>,
}

pub(super) struct Cause {
    pub(super) step: StepId,
    /// E.g. `Step 8, Grant consent`.
    pub(super) step_name: String,
    pub(super) check_id: String,
    /// The check's title, where the step has such a check.
    pub(super) check_title: Option<String>,
    pub(super) what: String,
    pub(super) fix: String,
    pub(super) certain: bool,
}

pub(super) struct Profile {
    pub(super) name: String,
    pub(super) cloud: CloudId,
    pub(super) cloud_name: String,
    pub(super) tenant: String,
    pub(super) client_id: String,
    pub(super) region: Option<String>,
    /// Whether the endpoints are the admin's own.
    pub(super) own_endpoints: bool,
    pub(super) authority: String,
    pub(super) api_base: String,
    pub(super) audience: String,
    pub(super) wanted: Vec<String>,
}

pub(super) struct Answers {
    pub(super) access: Option<AccessKind>,
    pub(super) reason: Option<String>,
    pub(super) plan: Option<Plan>,
    pub(super) account_types: AccountTypes,
    pub(super) needs_public_flows: bool,
    pub(super) operations: Vec<String>,
}

pub(super) struct Step {
    pub(super) id: StepId,
    pub(super) number: u8,
    pub(super) title: String,
    pub(super) state: StepState,
    pub(super) last: Option<(StepState, Option<Moment>)>,
    pub(super) ticked: bool,
    pub(super) checks: Vec<Check>,
}

pub(super) struct Check {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) state: StepState,
    pub(super) source: EvidenceKind,
    pub(super) seen: String,
    pub(super) fix: Option<String>,
    pub(super) remark: bool,
    /// Whether it found the cause.
    pub(super) cause: bool,
}

pub(super) struct Consent {
    pub(super) permission: String,
    pub(super) display_name: Option<String>,
    pub(super) needed: Mark,
    pub(super) registered: Mark,
    pub(super) consented: Mark,
    pub(super) in_token: Mark,
    pub(super) remark: Option<String>,
}

pub(super) struct Evidence {
    pub(super) kind: EvidenceKind,
    pub(super) taken_at: Option<Moment>,
    pub(super) summary: String,
}

pub(super) struct SignedIn {
    pub(super) name: String,
    pub(super) username: String,
    pub(super) object_id: String,
    pub(super) tenant_id: String,
    pub(super) granted: Vec<String>,
    pub(super) token_ends: Option<Moment>,
    pub(super) renewable: bool,
    pub(super) kept_in: KeptIn,
}

impl Document {
    pub(super) fn new(report: &Report<'_>, mask_names: bool) -> Self {
        let cleaner = &Cleaner::new(report, mask_names);
        let steps: Vec<Step> = report
            .checklist
            .steps
            .iter()
            .map(|step| self::step(report, step, cleaner))
            .collect();
        Self {
            made_at: Moment::new(report.made_at),
            checked_at: report.checklist.checked_at.and_then(Moment::from_wire),
            sandbox: report.sandbox,
            masked: mask_names,
            program_version: cleaner.ours(report.program_version),
            system: cleaner.ours(report.system),
            result: outcome(report, &steps, cleaner),
            profile: profile(report, cleaner),
            answers: answers(report, cleaner),
            consent: consent(report, cleaner),
            evidence: evidence(report, cleaner),
            signed_in: report.session.map(|session| signed_in(session, cleaner)),
            steps,
        }
    }
}

/// The same count as on the screen: the connection has no number, so it is named where it fails.
fn outcome(report: &Report<'_>, steps: &[Step], cleaner: &Cleaner) -> Outcome {
    let numbered = || steps.iter().filter(|step| step.number > 0);
    let count = |state| numbered().filter(|step| step.state == state).count();
    let any = |state| steps.iter().any(|step| step.state == state);
    let untouched = steps.iter().all(|step| step.state == StepState::NotChecked);
    let state = [StepState::Wrong, StepState::CannotTell, StepState::NotChecked]
        .into_iter()
        .find(|state| any(*state))
        .unwrap_or(StepState::Ok);
    let state = if untouched { StepState::NotChecked } else { state };
    let (ok, all) = (count(StepState::Ok), numbered().count());
    let sentence = if state == StepState::NotChecked && ok == 0 {
        "Nothing is checked yet.".to_owned()
    } else if state == StepState::Ok {
        format!("All {all} steps OK.")
    } else {
        let mut parts = vec![format!("{ok} of {all} steps OK")];
        for (state, words) in [
            (StepState::Wrong, "wrong"),
            (StepState::CannotTell, "not certain"),
            (StepState::NotChecked, "not checked"),
        ] {
            if count(state) > 0 {
                parts.push(format!("{} {words}", count(state)));
            }
        }
        let connection = steps
            .iter()
            .any(|step| step.number == 0 && step.state == StepState::Wrong);
        let connection = if connection { " The connection fails." } else { "" };
        format!("{}.{connection}", parts.join(", "))
    };
    Outcome {
        state,
        sentence,
        cause: cause(report, steps, cleaner),
    }
}

fn cause(report: &Report<'_>, steps: &[Step], cleaner: &Cleaner) -> Option<Cause> {
    let cause = report.checklist.cause.as_ref()?;
    let step = steps.iter().find(|step| step.id == cause.step);
    let check = step.and_then(|step| step.checks.iter().find(|check| check.cause));
    Some(Cause {
        step: cause.step,
        step_name: step.map_or_else(|| words::step(cause.step).to_owned(), Step::reference),
        check_id: cleaner.ours(&cause.check_id),
        check_title: check.map(|check| check.title.clone()),
        what: cleaner.theirs(&cause.what),
        fix: cleaner.theirs(&cause.fix),
        certain: cause.certain,
    })
}

fn profile(report: &Report<'_>, cleaner: &Cleaner) -> Profile {
    let profile = report.profile;
    Profile {
        name: cleaner.theirs(&profile.name),
        cloud: profile.cloud,
        cloud_name: cleaner.ours(report.cloud_name),
        tenant: cleaner.theirs(&profile.tenant),
        client_id: cleaner.theirs(&profile.client_id),
        region: profile.region.as_deref().map(|region| cleaner.theirs(region)),
        own_endpoints: profile.endpoints.is_some(),
        authority: cleaner.theirs(report.authority),
        api_base: cleaner.theirs(report.api_base),
        audience: cleaner.theirs(report.audience),
        wanted: ours(&profile.wanted_permissions, cleaner),
    }
}

fn answers(report: &Report<'_>, cleaner: &Cleaner) -> Answers {
    let answers = &report.checklist.answers;
    let advice = report.checklist.advice.as_ref();
    Answers {
        access: advice.map(|advice| advice.access),
        reason: advice.map(|advice| cleaner.ours(&advice.reason)),
        plan: answers.plan,
        account_types: answers.account_types,
        needs_public_flows: answers.needs_public_flows,
        operations: ours(&answers.operations, cleaner),
    }
}

fn step(report: &Report<'_>, step: &StepDto, cleaner: &Cleaner) -> Step {
    let is_cause = |check_id: &str| {
        let cause = report.checklist.cause.as_ref();
        cause.is_some_and(|cause| cause.step == step.id && cause.check_id == check_id)
    };
    let checks = step.checks.iter().map(|check| Check {
        id: cleaner.ours(&check.id),
        title: cleaner.ours(&check.title),
        state: check.state,
        source: check.source,
        seen: cleaner.theirs(&check.seen),
        fix: check.fix.as_deref().map(|fix| cleaner.theirs(fix)),
        remark: check.remark,
        cause: is_cause(&check.id),
    });
    Step {
        id: step.id,
        number: step.number,
        title: cleaner.ours(&step.title),
        state: step.state,
        last: step
            .last
            .as_ref()
            .map(|last| (last.state, Moment::from_wire(last.at))),
        ticked: step.ticked,
        checks: checks.collect(),
    }
}

impl Step {
    /// E.g. `4. Register`; the connection has no number.
    pub(super) fn heading(&self) -> String {
        match self.number {
            0 => self.title.clone(),
            number => format!("{number}. {}", self.title),
        }
    }

    fn reference(&self) -> String {
        match self.number {
            0 => self.title.clone(),
            number => format!("Step {number}, {}", self.title),
        }
    }
}

fn consent(report: &Report<'_>, cleaner: &Cleaner) -> Vec<Consent> {
    let rows = report.checklist.consent.iter().map(|row| Consent {
        permission: cleaner.ours(&row.permission),
        display_name: row.display_name.as_deref().map(|name| cleaner.ours(name)),
        needed: row.needed,
        registered: row.registered,
        consented: row.consented,
        in_token: row.in_token,
        remark: row.remark.as_deref().map(|remark| cleaner.theirs(remark)),
    });
    rows.collect()
}

fn evidence(report: &Report<'_>, cleaner: &Cleaner) -> Vec<Evidence> {
    let pieces = report.checklist.evidence.iter().map(|evidence| Evidence {
        kind: evidence.kind,
        taken_at: Moment::from_wire(evidence.taken_at),
        summary: cleaner.theirs(&evidence.summary),
    });
    pieces.collect()
}

fn signed_in(session: &SessionDto, cleaner: &Cleaner) -> SignedIn {
    SignedIn {
        name: cleaner.theirs(&session.name),
        username: cleaner.theirs(&session.username),
        object_id: cleaner.theirs(&session.object_id),
        tenant_id: cleaner.theirs(&session.tenant_id),
        granted: ours(&session.granted_scopes, cleaner),
        token_ends: Moment::from_wire(session.expires_at),
        renewable: session.renewable,
        kept_in: session.kept_in,
    }
}

fn ours(texts: &[String], cleaner: &Cleaner) -> Vec<String> {
    texts.iter().map(|text| cleaner.ours(text)).collect()
}
