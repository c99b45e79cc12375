//! Photos at rest: sealed each under its own id, and opened for a face or for a pair of eyes.

use crate::model::{batch::BatchId, office::Actor, photo::Photo};
use crate::registry::desk::rows;
use crate::registry::house::vault::Place;
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::certificate::Recorded;
use crate::store::holder::Person;
use crate::store::photo::{Kept, NewPhoto, PhotoId};

const PHOTO: &str = "photo";

impl Registry {
    /// The photo on the face of a certificate; none where it names none.
    pub(in crate::registry) async fn photo_on(&self, recorded: &Recorded) -> Result<Option<Photo>> {
        match &recorded.photo {
            None => Ok(None),
            Some(id) => self.open_photo(id).await.map(Some),
        }
    }

    /// The photo of the person at a place of a reported batch, from 1, for whoever may see its people;
    /// recorded as a look. Shown on a page of people, from which to which is `page`, it is part of the
    /// one look at that page; by itself it is one of its own.
    pub async fn photo_for(
        &self,
        id: BatchId,
        number: u64,
        page: Option<(u64, u64)>,
        actor: &Actor,
    ) -> Result<Photo> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        let first = number.checked_sub(1).ok_or(Refusal::NoSuchDocument)?;
        let rows = self.0.db.batch_rows_from(id, first, 1).await?;
        let row = rows.first().filter(|row| row.position == first);
        let person = row.ok_or(Refusal::NoSuchDocument)?.person;
        let photos = self.0.db.photos_of_persons(id, &[person]).await?;
        let kept = photos.get(&person).ok_or(Refusal::NoSuchDocument)?;
        let is_of = |&(from, to): &(u64, u64)| {
            (from..=to).contains(&number) && to - from < u64::from(rows::PAGE)
        };
        let (viewed, rows) = match page.filter(is_of) {
            Some(page) => (Viewed::Rows, page),
            None => (Viewed::Photo, (number, number)),
        };
        self.note_view(actor, viewed, &Seen { batch: id, rows: Some(rows) }).await?;
        self.open_photo(&kept.id).await
    }

    pub(super) fn seal_photo(
        &self,
        person: Person,
        photo: &Photo,
    ) -> std::result::Result<NewPhoto, Failed> {
        let id = self.fresh_id();
        let sealed = self.0.vault.seal(Place(PHOTO, &id), self.random(), photo.as_bytes())?;
        let kept = Kept { id: PhotoId(id.into()), digest: photo.digest() };
        Ok(NewPhoto { person, kept, sealed })
    }

    async fn open_photo(&self, id: &PhotoId) -> Result<Photo> {
        let sealed = self.0.db.photo(id).await?;
        let sealed = sealed.ok_or_else(|| Failed::because(&"a photo is gone"))?;
        let bytes = self.0.vault.open(Place(PHOTO, &id.0), &sealed)?;
        let photo = Photo::parse(bytes);
        Ok(photo.ok_or_else(|| Failed::because(&"what was kept as a photo is none"))?)
    }
}
