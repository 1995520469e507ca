//! Rows of queries as structs.

/// Declares a struct that is read from a row whose columns have the names of its fields. sqlx's derive would compile
/// both databases' drivers a second time, for the build machine.
///
/// A first field written as `..field: Row` is itself such a struct, read from the same row.
macro_rules! row {
    (
        $(#[$about:meta])*
        $seen:vis struct $name:ident {
            $(..$part:ident: $part_kind:ty,)?
            $($(#[$field_about:meta])* $field_seen:vis $field:ident: $kind:ty,)*
        }
    ) => {
        $(#[$about])*
        $seen struct $name {
            $($part: $part_kind,)?
            $($(#[$field_about])* $field_seen $field: $kind,)*
        }

        impl<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> for $name {
            fn from_row(row: &'r sqlx::any::AnyRow) -> sqlx::Result<Self> {
                Ok(Self {
                    $($part: <$part_kind as sqlx::FromRow<'r, sqlx::any::AnyRow>>::from_row(row)?,)?
                    $($field: sqlx::Row::try_get(row, stringify!($field))?,)*
                })
            }
        }
    };
}

pub(crate) use row;
