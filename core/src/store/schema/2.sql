-- The duty after which the account signs itself out; '' for none.
ALTER TABLE account ADD COLUMN sign_out_after TEXT NOT NULL DEFAULT '';
