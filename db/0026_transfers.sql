create table transfers (
  like relation_template including all,
  supplier text collate "C" not null,
  recipient text collate "C" not null check (recipient <> supplier),
  category text collate "C" not null check (category in ('arms', 'munitions', 'parts', 'dual_use_goods', 'technology')),
  item text collate "C" not null check (item <> ''),
  quantity integer check (quantity > 0),
  status text collate "C" not null check (status in ('delivered', 'ongoing', 'planned', 'sought', 'considered', 'withheld')),
  attributed_to text[] collate "C" not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(to_tsvector('dataset_english', item || ' ' || words_of(attributed_to)), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table transfers is 'Arms, technology and material that one country supplies to another, wants from it or withholds from it';
comment on column transfers.supplier is 'Country that supplies it, or would';
comment on column transfers.recipient is 'Country that receives it, or would';
comment on column transfers.category is 'Kind of goods';
comment on column transfers.item is 'What is supplied';
comment on column transfers.quantity is 'Number of items';
comment on column transfers.status is 'Stage that it has reached';
comment on column transfers.attributed_to is 'Persons'' ids or bodies'' names credited with the claim';
comment on column transfers.search is 'For full-text search';

create index on transfers using gin (attributed_to);
create index on transfers using gin (search);
call index_orders('transfers', array['supplier', 'recipient', 'category', 'item', 'quantity', 'status']);
call index_parts('transfers', array['id', 'title', 'item', 'note']);
