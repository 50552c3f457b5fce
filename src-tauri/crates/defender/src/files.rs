//! Files that an answer links to: exports, packages, results. They carry their own signature in the address.
//!
//! Invariant: no token is sent to such an address, and only https or this machine is asked.

use std::io::Write;

use flate2::write::MultiGzDecoder;
use reqwest::header::CONTENT_LENGTH;
use tokio_util::sync::CancellationToken;
use url::{Host, Url};

use crate::error::{ApiError, Refusal, network};

/// Bytes that are unpacked at most.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// Why a file did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The address must not be asked.
    #[error("its address is not a secure one")]
    NotSecure,
    /// The service refused, or no answer came.
    #[error("{0}")]
    Api(Box<ApiError>),
    /// The content is no gzip, or it is cut off.
    #[error("its content cannot be unpacked: {0}")]
    Packed(std::io::Error),
    /// What it is unpacked to was refused.
    #[error("its content cannot be used: {0}")]
    Content(Box<dyn std::error::Error + Send + Sync>),
    /// It is larger than is read.
    #[error("it is larger than {LARGEST} bytes")]
    TooLarge,
}

/// Takes unpacked bytes, in order.
pub type Sink<'a> = dyn FnMut(&[u8]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> + Send + 'a;

/// Downloads a gzip file and unpacks it as it comes. `http` carries no token: it is a client without default headers.
///
/// # Errors
/// [`FileError`], by what can be done about it.
pub async fn download(
    http: &reqwest::Client,
    url: &Url,
    cancel: &CancellationToken,
    sink: &mut Sink<'_>,
) -> Result<u64, FileError> {
    cancel
        .run_until_cancelled(stream(http, url, sink))
        .await
        .unwrap_or(Err(FileError::Api(Box::new(ApiError::Cancelled))))
}

async fn stream(http: &reqwest::Client, url: &Url, sink: &mut Sink<'_>) -> Result<u64, FileError> {
    if !is_secure(url) {
        return Err(FileError::NotSecure);
    }
    let mut response = http.get(url.clone()).send().await.map_err(not_reached)?;
    if !response.status().is_success() {
        return Err(FileError::Api(Box::new(ApiError::Service(Refusal {
            status: response.status().as_u16(),
            message: "The link may have ended; such links live for hours only.".to_owned(),
            ..Refusal::default()
        }))));
    }
    tracing::info!(host = url.host_str(), bytes = ?response.headers().get(CONTENT_LENGTH), "file asked for");
    let mut decoder = MultiGzDecoder::new(Vec::new());
    let mut unpacked: u64 = 0;
    while let Some(chunk) = response.chunk().await.map_err(not_reached)? {
        decoder.write_all(&chunk).map_err(FileError::Packed)?;
        hand_on(decoder.get_mut(), &mut unpacked, sink)?;
    }
    let mut rest = decoder.finish().map_err(FileError::Packed)?;
    hand_on(&mut rest, &mut unpacked, sink)?;
    Ok(unpacked)
}

fn not_reached(error: reqwest::Error) -> FileError {
    FileError::Api(Box::new(network(error)))
}

fn hand_on(bytes: &mut Vec<u8>, unpacked: &mut u64, sink: &mut Sink<'_>) -> Result<(), FileError> {
    *unpacked += bytes.len() as u64;
    if *unpacked > LARGEST {
        return Err(FileError::TooLarge);
    }
    if !bytes.is_empty() {
        sink(bytes).map_err(FileError::Content)?;
        bytes.clear();
    }
    Ok(())
}

/// https, or this machine, where the sandbox tenant is.
fn is_secure(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && here)
}
