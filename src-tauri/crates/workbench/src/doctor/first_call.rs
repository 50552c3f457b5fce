//! The first call: one small read that the token's permissions open, and a look whether the account sees anything.

use defender::catalogue::{Effect, Method, Operation};
use defender::{ApiError, Client, Request};
use registration::evidence::{ApiAnswer, ApiFacts, Sight};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// Lists by which sight is told: what a role without device groups does not see.
const LISTS: [&str; 2] = ["listAlerts", "listMachines"];
/// Answers for the tenant as a whole, whatever the caller's device groups are.
const WHOLE_TENANT: &str = "getExposureScore";
/// A first call is a page of one row; nothing that is larger is read.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// Makes the call. `scopes` are the token's; `on_refusal` sees why it failed.
pub(super) async fn make(
    client: &Client,
    scopes: &[String],
    cancel: &CancellationToken,
    on_refusal: &(dyn Fn(&ApiError) + Sync),
) -> ApiFacts {
    let Some(operation) = choose(scopes) else {
        return ApiFacts {
            operation: String::new(),
            answer: ApiAnswer::NoCall,
            sight: Sight::Something,
        };
    };
    let client = client.clone().with_largest_answer(LARGEST_ANSWER);
    let look = Look {
        client: &client,
        scopes,
        cancel,
    };
    let mut facts = ApiFacts {
        operation: operation.title.clone(),
        answer: ApiAnswer::Ok,
        sight: Sight::Something,
    };
    match look.rows(operation).await {
        Ok(0) if LISTS.contains(&operation.id.as_str()) => facts.sight = look.around(operation).await,
        Ok(_) => {}
        Err(error) => {
            on_refusal(&error);
            facts.answer = answer(error);
        }
    }
    facts
}

/// The first documented read without placeholders that any of the token's permissions opens; alerts and devices first.
fn choose(scopes: &[String]) -> Option<&'static Operation> {
    let operations = defender::catalogue().operations();
    let preferred = LISTS.iter().filter_map(|id| defender::catalogue().operation(id));
    preferred.chain(operations).find(|operation| {
        operation.method == Method::Get
            && operation.effect == Effect::Read
            && !operation.path.contains('{')
            // Answers with links to files, counted by a limit of their own.
            && operation.group != "AssessmentExport"
            && operation.group != "SecurityBaselines"
            && opens(operation, scopes)
    })
}

fn opens(operation: &Operation, scopes: &[String]) -> bool {
    let mut names = operation.delegated_names().into_iter();
    names.any(|name| scopes.iter().any(|scope| scope.eq_ignore_ascii_case(name)))
}

struct Look<'a> {
    client: &'a Client,
    scopes: &'a [String],
    cancel: &'a CancellationToken,
}

impl Look<'_> {
    /// How many rows the first page of one has. The service documents 404 for a list of devices that is empty.
    async fn rows(&self, operation: &Operation) -> Result<usize, ApiError> {
        let mut request = Request::new(operation.path.clone());
        if operation.query.iter().any(|parameter| parameter.name == "$top") {
            request = request.with("$top", 1);
        }
        match self.client.get_once(&request, self.cancel).await {
            Ok(answer) => Ok(rows(&answer.body)),
            Err(ApiError::NotFound(_)) if operation.id == "listMachines" => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// What the other list and the tenant's score say, where the first list is empty.
    async fn around(&self, empty: &Operation) -> Sight {
        let others = LISTS
            .iter()
            .filter(|id| **id != empty.id)
            .filter_map(|id| defender::catalogue().operation(id));
        for other in others.filter(|operation| opens(operation, self.scopes)) {
            if self.rows(other).await.is_ok_and(|rows| rows > 0) {
                return Sight::Something;
            }
        }
        match self.score().await {
            Some(score) if score > 0.0 => Sight::Hidden(format!("its exposure score is {score:.1}")),
            _ => Sight::Nothing,
        }
    }

    /// The exposure score: it is computed over all devices, so it is above zero where there are any.
    async fn score(&self) -> Option<f64> {
        let operation = defender::catalogue().operation(WHOLE_TENANT)?;
        if !opens(operation, self.scopes) {
            return None;
        }
        let request = Request::new(operation.path.clone());
        let answer = self.client.get_once(&request, self.cancel).await.ok()?;
        let body: Value = serde_json::from_slice(&answer.body).ok()?;
        body.get("score").and_then(Value::as_f64)
    }
}

/// Rows of a list; anything else counts as one.
fn rows(body: &[u8]) -> usize {
    let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    match body.get("value") {
        Some(Value::Array(rows)) => rows.len(),
        _ => 1,
    }
}

fn answer(error: ApiError) -> ApiAnswer {
    match error {
        ApiError::Unauthorized(refusal) => ApiAnswer::Unauthorized(refusal.message),
        ApiError::Forbidden(refusal) => ApiAnswer::Forbidden {
            code: Some(refusal.code),
            message: refusal.message,
        },
        ApiError::NotFound(refusal) => ApiAnswer::NotFound(refusal.message),
        ApiError::Throttled { retry_after, .. } => {
            ApiAnswer::Throttled(retry_after.map(|wait| wait.as_secs()))
        }
        ApiError::BadRequest(refusal) | ApiError::Service(refusal) => ApiAnswer::Refused {
            status: refusal.status,
            message: refusal.message,
        },
        ApiError::Network { .. }
        | ApiError::Unexpected(_)
        | ApiError::TooLarge { .. }
        | ApiError::Cancelled
        | ApiError::Paging(_) => ApiAnswer::NotReached(error.to_string()),
        ApiError::Token(error) => ApiAnswer::NotReached(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(scopes: &[&str]) -> Option<&'static str> {
        let scopes: Vec<String> = scopes.iter().map(|&name| name.to_owned()).collect();
        choose(&scopes).map(|operation| operation.id.as_str())
    }

    #[test]
    fn alerts_come_first_then_devices_then_whatever_the_token_opens() {
        assert_eq!(
            chosen(&["Score.Read", "machine.read", "Alert.Read"]),
            Some("listAlerts")
        );
        assert_eq!(chosen(&["Score.Read", "Machine.ReadWrite"]), Some("listMachines"));
        assert_eq!(chosen(&["Score.Read"]), Some("getExposureScore"));
        assert_eq!(chosen(&["Software.Read"]), Some("listSoftware"));
    }

    #[test]
    fn nothing_that_acts_or_names_a_device_is_tried() {
        for scopes in [
            &["Machine.Isolate"][..],
            &["File.Read.All"],
            &["user_impersonation"],
            &[],
        ] {
            assert_eq!(chosen(scopes), None, "{scopes:?}");
        }
    }

    #[test]
    fn rows_of_a_list_are_counted() {
        assert_eq!(rows(br#"{"value":[]}"#), 0);
        assert_eq!(rows(br#"{"value":[{},{}]}"#), 2);
        assert_eq!(rows(br#"{"score":1}"#), 1);
    }
}
