//! Rules of the search engine, on small libraries made for each, and its ranking on judged collections.
