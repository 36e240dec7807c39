-- A payment changes about ten times in its life, mostly together with those that lie beside it. With
-- half of each page kept free, the next version lies on the same page, and the log of the server
-- holds what differs instead of the whole row and a lock on the former one.
alter table payment set (fillfactor = 50);
