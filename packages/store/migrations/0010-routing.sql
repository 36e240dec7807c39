-- Where several accounts of an entity could carry a payment and nothing else decides, this does.
alter table own_account add column routing_rank integer;
