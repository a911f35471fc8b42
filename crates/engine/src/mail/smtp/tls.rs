//! Whom a mail server has to be vouched for by, and what a handshake that failed tells. There is no way around it.

use crate::mail::problem::Problem;
use rustls::{
    CertificateError, ClientConfig,
    client::Resumption,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use rustls_platform_verifier::Verifier;
use std::{io, sync::Arc};

/// TLS 1.2 or later, with the authorities that this computer trusts and those that whoever runs the engine added. Reads
/// files: not for a thread that others wait for.
pub(crate) fn trust(authorities: &[String]) -> Result<Arc<ClientConfig>, rustls::Error> {
    let unreadable = |_| rustls::Error::General("an authority's certificate cannot be read".into());
    let mut added = Vec::new();
    for pem in authorities {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            added.push(certificate.map_err(unreadable)?);
        }
    }
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(added, provider.clone())?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // rustls calls every verifier but its own dangerous; this is the platform's whole check
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// Why a handshake failed.
pub(super) fn problem(error: &io::Error) -> Problem {
    let cause = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let Some(rustls::Error::InvalidCertificate(error)) = cause else {
        return Problem::EncryptionFailed;
    };
    match error {
        CertificateError::UnknownIssuer => Problem::UnknownAuthority,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Problem::WrongName
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Problem::CertificateExpired,
        _ => Problem::BadCertificate,
    }
}
