//! Ways to look at alerts that the admin comes back to.

use crate::{ColumnConditionDto, FacetChoiceDto, SortKeyDto, wire};

wire! {
    /// The saved views.
    pub struct SavedViewsDto {
        /// Those that the program brings, then the admin's own by name.
        pub views: Vec<SavedViewDto>,
    }

    /// A way to look at alerts: what is asked of the service, and how the rows are arranged.
    pub struct SavedViewDto {
        /// Names it.
        pub id: String,
        /// As the admin named it.
        pub name: String,
        /// Comes with the program: it can be applied, and neither changed nor deleted.
        pub built_in: bool,
        /// What it is for, of those that come with the program.
        pub about: String,
        /// What is asked of the service.
        pub query: AlertQueryDto,
        /// How the rows are arranged.
        pub arrangement: ArrangementDto,
    }

    /// What is asked of the service.
    pub struct AlertQueryDto {
        /// Created within so many days before the load; `null` for the two days below, or no limit.
        pub within_days: Option<u32>,
        /// First local day, `yyyy-mm-dd`; `null` for no bound.
        pub from: Option<String>,
        /// Last local day, `yyyy-mm-dd`, included; `null` for no bound.
        pub to: Option<String>,
        /// Severities in words of the API; empty for all.
        pub severities: Vec<String>,
    }

    /// How rows are arranged.
    pub struct ArrangementDto {
        /// First key first.
        pub sort: Vec<SortKeyDto>,
        /// Text that a row must contain.
        pub text: String,
        /// Values to keep, column by column.
        pub facets: Vec<FacetChoiceDto>,
        /// What rows must fulfil.
        pub conditions: Vec<ColumnConditionDto>,
        /// The column by whose values the rows are counted at the side.
        pub group_by: Option<String>,
        /// Columns shown, in order; empty for the usual ones.
        pub columns: Vec<String>,
    }

    /// Saves a view. One of the admin's with the same name, whatever the case, is replaced.
    pub struct SaveViewRequest {
        /// Its name.
        pub name: String,
        /// What is asked of the service.
        pub query: AlertQueryDto,
        /// How the rows are arranged.
        pub arrangement: ArrangementDto,
    }

    /// Deletes one of the admin's views.
    pub struct DeleteViewRequest {
        /// Which.
        pub view_id: String,
    }
}
