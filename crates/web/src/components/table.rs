//! Equal things to compare.

use maud::{Markup, Render, html};

/// A column: its heading, and how its cells stand.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    title: &'a str,
    number: bool,
}

impl<'a> Column<'a> {
    /// Words, at the left.
    pub const fn text(title: &'a str) -> Self {
        Self { title, number: false }
    }

    /// Figures, at the right and under one another.
    pub const fn number(title: &'a str) -> Self {
        Self { title, number: true }
    }
}

/// A table with a caption. The first cell of a row names it. On a narrow screen each row becomes a
/// block that repeats the headings; the roles keep it a table for those who hear it.
#[must_use]
#[derive(Clone, Debug)]
pub struct Table<'a> {
    caption: &'a str,
    caption_hidden: bool,
    columns: Vec<Column<'a>>,
    rows: Vec<Vec<Markup>>,
}

impl<'a> Table<'a> {
    /// A table about `caption`, still without rows.
    pub fn new(caption: &'a str, columns: impl IntoIterator<Item = Column<'a>>) -> Self {
        let columns = columns.into_iter().collect();
        Self { caption, caption_hidden: false, columns, rows: vec![] }
    }

    /// The heading above says the same: the caption is only read aloud.
    pub fn caption_hidden(self) -> Self {
        Self { caption_hidden: true, ..self }
    }

    /// One more row, a cell for each column.
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Many more rows.
    pub fn rows<R: IntoIterator<Item = Markup>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        rows.into_iter().fold(self, Table::row)
    }

    fn body_row(&self, cells: &[Markup]) -> Markup {
        html! {
            tr role="row" {
                @for (index, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
                    @if index == 0 {
                        th role="rowheader" scope="row" { (cell) }
                    } @else {
                        td.number[column.number] role="cell" data-label=(column.title) {
                            div { (cell) }
                        }
                    }
                }
            }
        }
    }
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        html! {
            table.table role="table" {
                caption.hidden[self.caption_hidden] { (self.caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in &self.columns {
                            th.number[column.number] role="columnheader" scope="col" {
                                (column.title)
                            }
                        }
                    }
                }
                tbody role="rowgroup" { @for row in &self.rows { (self.body_row(row)) } }
            }
        }
    }
}
