//! `/posts` and `/posts/{id}`: who passed a review, while the list is posted and no longer.

use crate::{
    http::{
        page::{Frame, Keep, Page},
        site::Site,
        trouble::Trouble,
        words::{Lang, posts::Posts},
    },
    model::batch::BatchId,
    registry::{Error, Refusal, road::publicity::Post},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

#[derive(Template)]
#[template(path = "pages/posts.html", config = "templates/askama.toml")]
struct PostsPage<'a> {
    frame: Frame<'a>,
    words: &'static Posts,
    posts: Vec<Notice>,
}

#[derive(Template)]
#[template(path = "pages/post.html", config = "templates/askama.toml")]
struct PostPage<'a> {
    frame: Frame<'a>,
    words: &'static Posts,
    until: String,
    people: Vec<Posted>,
}

/// A list on the board.
struct Notice {
    id: String,
    title: String,
    until: String,
}

/// Somebody on a list.
struct Posted {
    place: u64,
    name: String,
    employer: String,
    title: String,
}

/// `GET /posts`
pub async fn list(State(site): State<Site>, lang: Lang) -> Result<Response, Trouble> {
    let posts = site.registry().posts().await?;
    let (words, title) =
        (lang.posts(), if posts.is_empty() { lang.posts().none } else { lang.posts().title });
    let notice = |post: &Post| Notice {
        id: post.batch.to_string(),
        title: lang.post_title(post),
        until: lang.posted_until(post.window.until),
    };
    let posts = posts.iter().map(notice).collect();
    let body = PostsPage { frame: Frame::new(&site, lang, title.into()), words, posts };
    Ok(Page { status: StatusCode::OK, keep: Keep::Personal, body }.into_response())
}

/// `GET /posts/{id}`
pub async fn one(
    State(site): State<Site>,
    lang: Lang,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Error::Refused(Refusal::NoSuchDocument))?;
    let post = site.registry().posted(id).await?;
    let body = PostPage {
        frame: Frame::new(&site, lang, lang.post_title(&post).into()),
        words: lang.posts(),
        until: lang.posted_until(post.window.until),
        people: people(&post),
    };
    Ok(Page { status: StatusCode::OK, keep: Keep::Personal, body }.into_response())
}

fn people(post: &Post) -> Vec<Posted> {
    let shown = post.candidates.iter();
    shown
        .map(|one| Posted {
            place: one.position + 1,
            name: one.name.clone(),
            employer: one.employer.as_ref().map(ToString::to_string).unwrap_or_default(),
            title: one.title.to_string(),
        })
        .collect()
}
