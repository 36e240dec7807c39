-- What speaks for the absence of a message: the statement of its day, and debits that nothing
-- explains. The sender asks after messages, and may say which proof is still missing.
grant select on statement, statement_line to quittance_sender;
