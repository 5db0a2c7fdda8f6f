//! Reading one list to its end, again where it moved meanwhile.

use super::super::answer::Answer;
use super::super::envelope::{Shape, Skim};
use super::super::page::{Passes, Position, Step, Verdict, Walk};
use super::super::request::{Get, Target};
use super::super::session::ReadHalf;
use super::super::wire::{Collected, Collector, Rows};
use super::decoding::Decoding;
use super::failure::Failure;
use super::list::List;

/// A list that was read to its end.
#[derive(Debug)]
pub(super) struct Complete<T> {
    /// In the order of their keys, each once.
    pub(super) rows: Vec<T>,
    /// Rows that were read and do not exist.
    pub(super) deleted: u64,
    /// Pages, those of repeated walks included.
    pub(super) pages: u64,
    /// The size of the pages, as asked for or as the server said.
    pub(super) page_size: u64,
}

/// One walk.
struct Walked<T> {
    collected: Collected<T>,
    total: Option<u64>,
    pages: u64,
    page_size: u64,
}

/// Reads the list at `target` whole. `collector` is asked for once a walk.
pub(super) async fn read<R: Rows>(
    half: &ReadHalf,
    list: &List,
    target: &Target,
    collector: impl Fn() -> Collector<R>,
) -> Result<Complete<R::Row>, Failure> {
    let (mut passes, mut pages) = (Passes::default(), 0);
    loop {
        let walked = Box::pin(walk(half, list, target, collector())).await?;
        pages += walked.pages;
        let Collected { rows, duplicates, deleted, .. } = walked.collected;
        let total = walked.total.map(|total| total.saturating_sub(deleted));
        match passes.judge(duplicates, total, rows.len() as u64) {
            Verdict::Whole => return Ok(Complete { rows, deleted, pages, page_size: walked.page_size }),
            Verdict::Again => {}
            Verdict::Broken(why) => return Err(Failure::Broken(why)),
        }
    }
}

async fn walk<R: Rows>(
    half: &ReadHalf,
    list: &List,
    target: &Target,
    collector: Collector<R>,
) -> Result<Walked<R::Row>, Failure> {
    let (answer, size) = first_page(half, list, target).await?;
    let (mut walk, mut decoding) = (list.walk(size), Decoding::new(collector));
    let mut next = Some(answer);
    let mut position = None;
    loop {
        let answer = match next.take() {
            Some(answer) => answer,
            None => half.get(&page(target, size, position.as_ref())).await?,
        };
        let skim = answer.page()?;
        let said = skim.info.as_ref().and_then(|info| info.per_page);
        position = after(&mut walk, skim)?;
        half.observer().page(list.name, walk.rows(), walk.pages());
        decoding.page(answer.body).await.map_err(Failure::Broken)?;
        if position.is_none() {
            let collected = decoding.finish().await.map_err(Failure::Broken)?;
            let page_size = said.into_iter().chain(size).min().unwrap_or_default();
            return Ok(Walked { collected, total: walk.total(), pages: walk.pages(), page_size });
        }
    }
}

/// The first page and the size of all of them: where the first size is refused, a smaller one (product.md, section 8).
async fn first_page(half: &ReadHalf, list: &List, target: &Target) -> Result<(Answer, Option<u64>), Failure> {
    let size = list.page_size(half);
    let answer = half.get(&page(target, size, None)).await?;
    if answer.status == 400
        && !answer.refuses_the_credential()
        && let Some(smaller) = size.and_then(|asked| list.smaller_page(asked, half))
    {
        let answer = half.get(&page(target, Some(smaller), None)).await?;
        return Ok((answer, Some(smaller)));
    }
    Ok((answer, size))
}

fn page(target: &Target, size: Option<u64>, position: Option<&Position>) -> Get {
    let target = match size {
        Some(size) => target.clone().with("per_page", &size.to_string()),
        None => target.clone(),
    };
    Get(match position {
        None => target,
        Some(Position::Cursor(cursor)) => target.with("cursor", cursor),
        Some(Position::Page(number)) => target.with("page", &number.to_string()),
    })
}

/// Where the list goes on after a page; nothing where that was its end.
fn after(walk: &mut Walk, skim: &Skim) -> Result<Option<Position>, Failure> {
    let broken = |why: &str| Err(Failure::Broken(why.to_owned()));
    let rows = match skim.result {
        Shape::List(rows) => rows,
        Shape::Missing => return broken("an answer without `result`"),
        Shape::Null => return broken("`result` is null where a list was promised"),
        Shape::Object | Shape::Plain => return broken("`result` is no list"),
    };
    match walk.page(rows, skim.info.as_ref()) {
        Step::Next(position) => Ok(Some(position)),
        Step::Done => Ok(None),
        Step::Broken(why) => broken(&why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccountId;

    #[test]
    fn the_next_page_is_asked_for_with_the_same_parameters() {
        let target = Target::of(&AccountId::from("acc"), "x").with("status", "all");
        let text = |size, position: Option<&Position>| page(&target, size, position).0.as_str().to_owned();
        assert_eq!(text(Some(50), None), "/accounts/acc/x?status=all&per_page=50");
        let cursor = Position::Cursor("a.b/c=+".to_owned());
        assert_eq!(text(Some(50), Some(&cursor)), "/accounts/acc/x?status=all&per_page=50&cursor=a.b%2Fc%3D%2B");
        assert_eq!(text(Some(1_000), Some(&Position::Page(2))), "/accounts/acc/x?status=all&per_page=1000&page=2");
        assert_eq!(text(None, None), "/accounts/acc/x?status=all");
    }
}
