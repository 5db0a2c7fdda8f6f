//! What a plan has beside removals when a person or a token goes (product.md, section 3; fine print A7, A23, A28, A40,
//! A41).

mod block_list;
mod people;
mod seats;
mod steps;
mod tokens;
