-- Which accounts a password opens as long as nobody has proven to read the mails of its address: their numbers,
-- comma-separated. NULL: all accounts of the person.
ALTER TABLE login ADD COLUMN opens_only TEXT;

-- Who chose the passwords that are there, nobody knows. So each opens the account that made the log-in, and the
-- others once its owner has used a link from a mail.
UPDATE login SET opens_only = config_partner_id || '';
