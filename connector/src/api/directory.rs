//! The app's side: organisations with the chat function on.

use std::sync::Arc;

use axum::{Json, extract::State};
use dienstchat_core::connector::wire::{HomeserverAddress, Organisation, OrganisationList};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{body::Search, schema::OrganisationListBody};
use crate::{app::App, db, problem::Problem};

/// The most organisations in one answer.
const MAX_FOUND: usize = 100;

/// What to look for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchParam {
    /// A part of the code or the name, in any case; all organisations when absent.
    #[serde(default)]
    pub(super) search: String,
}

/// Organisations with the chat function on, at most 100, in the order of their names.
#[utoipa::path(
    get, path = "/v1/organisations", tag = "App",
    params(SearchParam),
    responses((status = 200, description = "The organisations that match", body = OrganisationListBody))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Search(query): Search<SearchParam>,
) -> Result<Json<OrganisationList>, Problem> {
    let search = query.search.trim().to_lowercase();
    let mut found: Vec<db::Organisation> = app
        .db
        .organisations()
        .await?
        .into_iter()
        .filter(|organisation| organisation.enabled)
        .filter(|organisation| {
            organisation.ov.as_str().contains(&search)
                || organisation.name.to_lowercase().contains(&search)
        })
        .collect();
    found.sort_by_cached_key(|organisation| {
        (
            organisation.ov.as_str() != search,
            organisation.name.to_lowercase(),
        )
    });
    let organisations = found
        .into_iter()
        .filter_map(|organisation| entry(&app, organisation))
        .take(MAX_FOUND)
        .collect();
    Ok(Json(OrganisationList { organisations }))
}

/// None where issuer or homeserver are not configured any more: nobody could sign in.
fn entry(app: &App, organisation: db::Organisation) -> Option<Organisation> {
    let homeserver = app.homeserver(&organisation.homeserver)?;
    let issuer = app.issuers.get(&organisation.issuer)?;
    Some(Organisation {
        ov: organisation.ov,
        name: organisation.name,
        issuer: organisation.issuer,
        homeserver: HomeserverAddress {
            server_name: organisation.homeserver,
            base_url: homeserver
                .base_url()
                .as_str()
                .trim_end_matches('/')
                .to_owned(),
        },
        token_relay: issuer.provider.entry().relay,
    })
}
