//! Forms that people fill in.

use super::trouble::Trouble;
use axum::{
    Form,
    extract::{FromRequest, Request, rejection::FormRejection},
};
use serde::de::DeserializeOwned;

/// A filled-in form; one that cannot be read is a [`Trouble`].
pub struct Filled<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Filled<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let form: Result<Form<T>, FormRejection> = Form::from_request(request, state).await;
        Ok(form.map(|Form(filled)| Self(filled))?)
    }
}
