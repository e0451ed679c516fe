//! Where files belong, by the XDG Base Directory specification.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

const FOLDER: &str = "dienstchat";

/// `$XDG_CONFIG_HOME/dienstchat/config.toml`.
pub(super) fn config_file() -> Option<PathBuf> {
    base(std::env::var_os("XDG_CONFIG_HOME"), ".config", home())
        .map(|base| base.join(FOLDER).join("config.toml"))
}

/// `$XDG_DATA_HOME/dienstchat`.
pub(super) fn data_dir() -> Option<PathBuf> {
    base(std::env::var_os("XDG_DATA_HOME"), ".local/share", home()).map(|base| base.join(FOLDER))
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute())
}

/// The variable where it is an absolute path (the specification says to ignore others), else the
/// folder below the home directory.
fn base(variable: Option<OsString>, below_home: &str, home: Option<PathBuf>) -> Option<PathBuf> {
    variable
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| home.map(|home| home.join(Path::new(below_home))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_variable_is_ignored() {
        let home = || Some(PathBuf::from("/home/anna"));
        assert_eq!(
            base(Some("/x".into()), ".config", home()),
            Some("/x".into())
        );
        assert_eq!(
            base(Some("x".into()), ".config", home()),
            Some("/home/anna/.config".into())
        );
        assert_eq!(
            base(Some("".into()), ".config", home()),
            Some("/home/anna/.config".into())
        );
        assert_eq!(base(None, ".config", None), None);
    }
}
