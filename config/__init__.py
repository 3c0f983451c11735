"""What the operator wants: sources and settings, from files to frozen values, and back.

Import from the defining modules: `config.model` (Source, Settings), `config.load` (load), `config.edit`,
`config.opml`, `config.reload`. Nothing is re-exported, so that the models alone stay light and pure.
"""
