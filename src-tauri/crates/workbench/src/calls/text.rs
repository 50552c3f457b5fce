//! The last answer of a call as it came: its text, its headers, where the time went.

use crate::{Workbench, locked};
use contract::{
    AnswerTextDto, AnswerTextRequest, CallRefRequest, CommandError, ExchangeDto, HeaderDto, SavedDto,
    TimingDto,
};
use std::time::Duration;

/// Characters that the window gets; a larger body is saved to a file to be read whole.
const SHOWN: usize = 512 * 1024;

impl Workbench {
    /// The body of a call's last answer, or its beginning.
    ///
    /// # Errors
    /// Where the call is no longer kept.
    pub fn answer_text(&self, request: &AnswerTextRequest) -> Result<AnswerTextDto, CommandError> {
        let call = self.calls.get(&request.call_id)?;
        let body = locked(&call.state).body.clone();
        let json = is_json(&body);
        let text = if request.pretty && json {
            pretty(&body)
        } else {
            None
        };
        let text = text.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned());
        let cut = text.char_indices().nth(SHOWN).map(|(end, _)| end);
        Ok(AnswerTextDto {
            text: match cut {
                Some(end) => text.get(..end).unwrap_or_default().to_owned(),
                None => text,
            },
            cut: cut.is_some(),
            bytes: body.len() as f64,
            json,
        })
    }

    /// Asks for a file and writes the body of a call's last answer to it.
    ///
    /// # Errors
    /// Where the call is no longer kept, or the file cannot be written.
    pub async fn save_answer(&self, request: &CallRefRequest) -> Result<SavedDto, CommandError> {
        let call = self.calls.get(&request.call_id)?;
        let body = locked(&call.state).body.clone();
        let ending = if is_json(&body) { "json" } else { "txt" };
        self.save_bytes(&format!("{}.{ending}", call.operation.title), &body)
            .await
    }

    /// What went over the line for a call's last request.
    ///
    /// # Errors
    /// Where the call is no longer kept.
    pub fn exchange(&self, request: &CallRefRequest) -> Result<ExchangeDto, CommandError> {
        let call = self.calls.get(&request.call_id)?;
        let state = locked(&call.state);
        let (method, url) = state.sent.split_once(' ').unwrap_or_default();
        let timing = &state.trace.timing;
        Ok(ExchangeDto {
            method: method.to_owned(),
            url: url.to_owned(),
            request_headers: headers(&state.trace.sent),
            request_body: state.sent_body.clone(),
            status: state.trace.status,
            headers: headers(&state.trace.received),
            timing: TimingDto {
                waited: milliseconds(timing.waited),
                dns: timing.dns.map(milliseconds),
                connect: timing.connect.map(milliseconds),
                tls: timing.tls.map(milliseconds),
                first_byte: timing.first_byte.map(milliseconds),
                transfer: timing.transfer.map(milliseconds),
                decode: state.decode.map(milliseconds),
            },
            attempts: state.trace.attempts,
        })
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn headers(pairs: &[(String, String)]) -> Vec<HeaderDto> {
    pairs
        .iter()
        .map(|(name, value)| HeaderDto {
            name: name.clone(),
            value: value.clone(),
        })
        .collect()
}

fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

fn pretty(body: &[u8]) -> Option<String> {
    let json: serde_json::Value = serde_json::from_slice(body).ok()?;
    serde_json::to_string_pretty(&json).ok()
}
