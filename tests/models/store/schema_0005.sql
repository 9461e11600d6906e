CREATE TRIGGER act_never_DELETE BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;

CREATE TRIGGER act_never_UPDATE BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;

CREATE TRIGGER act_value_never_UPDATE BEFORE UPDATE ON act_value
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;

CREATE TRIGGER entry_never_DELETE BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;

CREATE TRIGGER entry_never_UPDATE BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;

CREATE TRIGGER entry_value_never_UPDATE BEFORE UPDATE ON entry_value
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;

CREATE TABLE account (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	volunteer_id INTEGER, 
	label VARCHAR NOT NULL, 
	passphrase VARCHAR NOT NULL, 
	pin VARCHAR NOT NULL, 
	must_change BOOLEAN NOT NULL, 
	failures INTEGER NOT NULL, 
	not_before DATETIME, 
	disabled_at DATETIME, 
	made_at DATETIME NOT NULL, 
	made_by INTEGER, 
	CONSTRAINT account_once UNIQUE (volunteer_id), 
	CONSTRAINT account_whose CHECK ((volunteer_id IS NULL) = (label <> '')), 
	CONSTRAINT account_failures CHECK (failures >= 0), 
	CONSTRAINT fk_account_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_account_made_by FOREIGN KEY(made_by) REFERENCES volunteer (id)
);

CREATE TABLE act (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	role VARCHAR(32) NOT NULL, 
	origin VARCHAR(16) NOT NULL, 
	verb VARCHAR(64) NOT NULL, 
	undoes INTEGER, 
	content VARCHAR(64) NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_act PRIMARY KEY (id), 
	CONSTRAINT fk_act_undoes FOREIGN KEY(undoes) REFERENCES act (id), 
	CONSTRAINT uq_act_digest UNIQUE (digest)
);

CREATE TABLE act_value (
	act_id INTEGER NOT NULL, 
	salt VARCHAR(32) NOT NULL, 
	actor VARCHAR NOT NULL, 
	params JSON NOT NULL, 
	why VARCHAR, 
	CONSTRAINT pk_act_value PRIMARY KEY (act_id), 
	CONSTRAINT fk_act_value_act_id FOREIGN KEY(act_id) REFERENCES act (id)
);

CREATE TABLE alarm_taken (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	volunteer_id INTEGER NOT NULL, 
	taken_at DATETIME NOT NULL
);

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));

CREATE TABLE availability (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	volunteer_id INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT availability_span CHECK (ends_at > starts_at), 
	CONSTRAINT fk_availability_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id), 
	CONSTRAINT availability_kind CHECK (kind IN ('unavailable', 'preferred'))
);

CREATE TABLE branch (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	compound VARCHAR NOT NULL, 
	first_day DATE NOT NULL, 
	CONSTRAINT branch_single CHECK (id = 1)
);

CREATE TABLE branch_clock (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	demo_start DATETIME, 
	demo_since DATETIME, 
	CONSTRAINT branch_clock_single CHECK (id = 1)
);

CREATE TABLE building (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	grid VARCHAR NOT NULL, 
	CONSTRAINT uq_building_number UNIQUE (number)
);

CREATE TABLE buy_asked (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	group_buy_id INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT buy_asked_once UNIQUE (group_buy_id, household_id), 
	CONSTRAINT fk_buy_asked_group_buy_id FOREIGN KEY(group_buy_id) REFERENCES group_buy (id), 
	CONSTRAINT fk_buy_asked_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_buy_asked_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE buy_complaint (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	group_buy_id INTEGER NOT NULL, 
	product_id INTEGER, 
	household_id INTEGER, 
	text VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_by INTEGER, 
	state VARCHAR(32) NOT NULL, 
	answer VARCHAR NOT NULL, 
	answered_at DATETIME, 
	CONSTRAINT fk_buy_complaint_group_buy_id FOREIGN KEY(group_buy_id) REFERENCES group_buy (id), 
	CONSTRAINT fk_buy_complaint_product_id FOREIGN KEY(product_id) REFERENCES buy_product (id), 
	CONSTRAINT fk_buy_complaint_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_buy_complaint_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id), 
	CONSTRAINT complaint_state CHECK (state IN ('open', 'answered'))
);

CREATE TABLE buy_order (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	group_buy_id INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	product_id INTEGER NOT NULL, 
	quantity INTEGER NOT NULL, 
	tolerance INTEGER NOT NULL, 
	ordered_at DATETIME NOT NULL, 
	source VARCHAR(32) NOT NULL, 
	placed_by VARCHAR NOT NULL, 
	placed_by_household_id INTEGER, 
	recorded_by INTEGER, 
	state VARCHAR(32) NOT NULL, 
	given INTEGER, 
	substitute VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	why_params JSON NOT NULL, 
	payment VARCHAR(32) NOT NULL, 
	paid_fen INTEGER NOT NULL, 
	paid_by VARCHAR NOT NULL, 
	refunded_fen INTEGER NOT NULL, 
	hand VARCHAR(32) NOT NULL, 
	handed_at DATETIME, 
	note VARCHAR NOT NULL, 
	CONSTRAINT buy_order_once UNIQUE (group_buy_id, household_id, product_id), 
	CONSTRAINT buy_order_quantity CHECK (quantity > 0), 
	CONSTRAINT buy_order_given CHECK (given IS NULL OR (given >= 0 AND given <= quantity)), 
	CONSTRAINT buy_order_tolerance CHECK (tolerance >= 0 AND tolerance <= quantity), 
	CONSTRAINT buy_order_money CHECK (paid_fen >= refunded_fen), 
	CONSTRAINT fk_buy_order_group_buy_id FOREIGN KEY(group_buy_id) REFERENCES group_buy (id), 
	CONSTRAINT fk_buy_order_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_buy_order_product_id FOREIGN KEY(product_id) REFERENCES buy_product (id), 
	CONSTRAINT order_source CHECK (source IN ('desk', 'chain', 'sheet', 'proxy')), 
	CONSTRAINT fk_buy_order_placed_by_household_id FOREIGN KEY(placed_by_household_id) REFERENCES household (id), 
	CONSTRAINT fk_buy_order_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id), 
	CONSTRAINT order_state CHECK (state IN ('signed', 'late', 'accepted', 'dropped', 'withdrawn', 'full', 'short', 'substituted', 'refused', 'damaged')), 
	CONSTRAINT payment CHECK (payment IN ('unpaid', 'paid', 'refund_due', 'refunded')), 
	CONSTRAINT hand_over CHECK (hand IN ('waiting', 'at_door', 'handed', 'shelf', 'collected'))
);

CREATE TABLE buy_product (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	group_buy_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	price_fen INTEGER NOT NULL, 
	aliases VARCHAR NOT NULL, 
	most INTEGER, 
	box_size INTEGER, 
	told INTEGER, 
	arrived INTEGER, 
	CONSTRAINT buy_product_once UNIQUE (group_buy_id, name), 
	CONSTRAINT buy_product_price CHECK (price_fen >= 0), 
	CONSTRAINT buy_product_box CHECK (box_size IS NULL OR box_size > 1), 
	CONSTRAINT buy_product_arrived CHECK (arrived IS NULL OR arrived >= 0), 
	CONSTRAINT fk_buy_product_group_buy_id FOREIGN KEY(group_buy_id) REFERENCES group_buy (id)
);

CREATE TABLE care_contact (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	profile_id INTEGER NOT NULL, 
	way VARCHAR(32) NOT NULL, 
	outcome VARCHAR(32), 
	met VARCHAR(32), 
	note VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	at DATETIME NOT NULL, 
	attempt INTEGER NOT NULL, 
	request_id INTEGER, 
	CONSTRAINT fk_care_contact_profile_id FOREIGN KEY(profile_id) REFERENCES care_profile (id), 
	CONSTRAINT way CHECK (way IN ('call', 'door')), 
	CONSTRAINT contact_outcome CHECK (outcome IN ('well', 'needs_action', 'no_answer', 'refused', 'away')), 
	CONSTRAINT met CHECK (met IN ('met', 'spoke', 'left_at_door')), 
	CONSTRAINT fk_care_contact_request_id FOREIGN KEY(request_id) REFERENCES request (id)
);

CREATE TABLE care_profile (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	resident_id INTEGER NOT NULL, 
	categories JSON NOT NULL, 
	mobility VARCHAR(32), 
	condition VARCHAR NOT NULL, 
	emergency_contact VARCHAR NOT NULL, 
	key_holder VARCHAR NOT NULL, 
	volunteer_id INTEGER, 
	unpaired_since DATETIME, 
	frequency_hours INTEGER, 
	delivery_on DATE, 
	note VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	due_at DATETIME NOT NULL, 
	visit_at DATETIME, 
	counts_from DATETIME, 
	last_seen_at DATETIME, 
	last_contact_at DATETIME, 
	last_outcome VARCHAR(32), 
	tries INTEGER NOT NULL, 
	tried_at DATETIME, 
	tried_door BOOLEAN NOT NULL, 
	escalated_at DATETIME, 
	pause_reason VARCHAR(32), 
	pause_until DATE, 
	pause_note VARCHAR NOT NULL, 
	CONSTRAINT care_profile_frequency CHECK (frequency_hours IS NULL OR frequency_hours > 0), 
	CONSTRAINT care_profile_escalated CHECK ((state = 'escalated') = (escalated_at IS NOT NULL)), 
	CONSTRAINT care_profile_unpaired CHECK ((volunteer_id IS NULL) = (unpaired_since IS NOT NULL)), 
	CONSTRAINT uq_care_profile_resident_id UNIQUE (resident_id), 
	CONSTRAINT fk_care_profile_resident_id FOREIGN KEY(resident_id) REFERENCES resident (id), 
	CONSTRAINT mobility CHECK (mobility IN ('independent', 'partly', 'dependent', 'bedridden')), 
	CONSTRAINT fk_care_profile_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id), 
	CONSTRAINT care_state CHECK (state IN ('active', 'escalated', 'paused', 'ended')), 
	CONSTRAINT contact_outcome CHECK (last_outcome IN ('well', 'needs_action', 'no_answer', 'refused', 'away')), 
	CONSTRAINT pause_reason CHECK (pause_reason IN ('hospital', 'moved', 'family', 'isolation_site', 'other'))
);

CREATE TABLE chain_text (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	group_buy_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	fixes JSON NOT NULL, 
	pasted_at DATETIME NOT NULL, 
	pasted_by INTEGER, 
	purge_on DATE NOT NULL, 
	CONSTRAINT fk_chain_text_group_buy_id FOREIGN KEY(group_buy_id) REFERENCES group_buy (id), 
	CONSTRAINT fk_chain_text_pasted_by FOREIGN KEY(pasted_by) REFERENCES volunteer (id)
);

CREATE TABLE check_tick (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	checklist VARCHAR(32) NOT NULL, 
	item VARCHAR NOT NULL, 
	ticked_at DATETIME NOT NULL, 
	ticked_by INTEGER, 
	note VARCHAR NOT NULL, 
	CONSTRAINT check_tick_once UNIQUE (checklist, item), 
	CONSTRAINT check_list CHECK (checklist IN ('epidemic_free', 'unsealing', 'exit')), 
	CONSTRAINT fk_check_tick_ticked_by FOREIGN KEY(ticked_by) REFERENCES volunteer (id)
);

CREATE TABLE coverage_place (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	target VARCHAR(32) NOT NULL, 
	building_id INTEGER, 
	stairwell_id INTEGER, 
	building INTEGER NOT NULL, 
	stairwell INTEGER NOT NULL, 
	since DATE NOT NULL, 
	retired BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT uq_coverage_place_name UNIQUE (name), 
	CONSTRAINT disinfection_target CHECK (target IN ('road', 'corner', 'stairwell', 'goods', 'gear')), 
	CONSTRAINT fk_coverage_place_building_id FOREIGN KEY(building_id) REFERENCES building (id), 
	CONSTRAINT fk_coverage_place_stairwell_id FOREIGN KEY(stairwell_id) REFERENCES stairwell (id)
);

CREATE TABLE coverage_round (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	place VARCHAR NOT NULL, 
	owner_id INTEGER, 
	tube_size INTEGER, 
	lanes INTEGER NOT NULL, 
	announced_at DATETIME, 
	started_at DATETIME, 
	mop_up_at DATETIME, 
	closed_at DATETIME, 
	reason VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	total INTEGER NOT NULL, 
	seen INTEGER NOT NULL, 
	excused INTEGER NOT NULL, 
	missed INTEGER NOT NULL, 
	CONSTRAINT coverage_round_number UNIQUE (kind, number), 
	CONSTRAINT coverage_round_span CHECK (ends_at > starts_at), 
	CONSTRAINT coverage_round_lanes CHECK (lanes > 0), 
	CONSTRAINT coverage_round_tube CHECK (tube_size IS NULL OR tube_size > 0), 
	CONSTRAINT round_kind CHECK (kind IN ('test', 'kits', 'disinfection', 'survey', 'card')), 
	CONSTRAINT round_state CHECK (state IN ('planned', 'announced', 'running', 'suspended', 'mop_up', 'reconciled', 'results_in', 'closed', 'cancelled')), 
	CONSTRAINT fk_coverage_round_owner_id FOREIGN KEY(owner_id) REFERENCES volunteer (id)
);

CREATE TABLE directive (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	issued_on DATE NOT NULL, 
	issuer VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	due_at DATETIME, 
	assignee_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	done_at DATETIME, 
	done_by INTEGER, 
	note VARCHAR NOT NULL, 
	CONSTRAINT directive_done CHECK ((state = 'done') = (done_at IS NOT NULL)), 
	CONSTRAINT fk_directive_assignee_id FOREIGN KEY(assignee_id) REFERENCES volunteer (id), 
	CONSTRAINT directive_state CHECK (state IN ('open', 'done', 'withdrawn')), 
	CONSTRAINT fk_directive_done_by FOREIGN KEY(done_by) REFERENCES volunteer (id)
);

CREATE TABLE duty_done (
	duty VARCHAR(64) NOT NULL, 
	due DATETIME NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_duty_done PRIMARY KEY (duty, due)
);

CREATE TABLE entry (
	id INTEGER NOT NULL, 
	act_id INTEGER NOT NULL, 
	area VARCHAR(32) NOT NULL, 
	table_name VARCHAR(64) NOT NULL, 
	row_id INTEGER NOT NULL, 
	operation VARCHAR(8) NOT NULL, 
	fields JSON NOT NULL, 
	content VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_entry PRIMARY KEY (id), 
	CONSTRAINT fk_entry_act_id FOREIGN KEY(act_id) REFERENCES act (id)
);

CREATE TABLE entry_value (
	entry_id INTEGER NOT NULL, 
	salt VARCHAR(32) NOT NULL, 
	"before" JSON, 
	"after" JSON, 
	CONSTRAINT pk_entry_value PRIMARY KEY (entry_id), 
	CONSTRAINT fk_entry_value_entry_id FOREIGN KEY(entry_id) REFERENCES entry (id)
);

CREATE TABLE erased (
	table_name VARCHAR(64) NOT NULL, 
	row_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_erased PRIMARY KEY (table_name, row_id)
);

CREATE TABLE gate_goods (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	outward BOOLEAN NOT NULL, 
	supplier VARCHAR NOT NULL, 
	plate VARCHAR NOT NULL, 
	goods VARCHAR NOT NULL, 
	pieces INTEGER NOT NULL, 
	group_buy_id INTEGER, 
	household_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	disinfected_at DATETIME, 
	handed_at DATETIME, 
	handed_to VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	note VARCHAR NOT NULL, 
	CONSTRAINT gate_goods_pieces CHECK (pieces > 0), 
	CONSTRAINT fk_gate_goods_group_buy_id FOREIGN KEY(group_buy_id) REFERENCES group_buy (id), 
	CONSTRAINT fk_gate_goods_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT goods_state CHECK (state IN ('arrived', 'disinfected', 'handed')), 
	CONSTRAINT fk_gate_goods_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE gift (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	receiver_id INTEGER, 
	wish_id INTEGER, 
	kind VARCHAR(32) NOT NULL, 
	item VARCHAR NOT NULL, 
	good_until DATE, 
	prescription BOOLEAN, 
	checked_at DATETIME, 
	checked_by INTEGER, 
	carrier_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	offered_at DATETIME NOT NULL, 
	given_at DATETIME, 
	thanks VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT gift_receiver CHECK (state IN ('offered', 'expired', 'withdrawn') OR receiver_id IS NOT NULL), 
	CONSTRAINT gift_medicine_checked CHECK (kind <> 'medicine' OR checked_at IS NOT NULL OR state IN ('offered', 'expired', 'withdrawn')), 
	CONSTRAINT gift_given_at CHECK ((given_at IS NOT NULL) = (state IN ('given', 'thanked'))), 
	CONSTRAINT fk_gift_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_gift_receiver_id FOREIGN KEY(receiver_id) REFERENCES household (id), 
	CONSTRAINT fk_gift_wish_id FOREIGN KEY(wish_id) REFERENCES wish (id), 
	CONSTRAINT gift_kind CHECK (kind IN ('vegetables', 'fruit', 'meat', 'staples', 'medicine', 'baby', 'pet', 'daily', 'other')), 
	CONSTRAINT fk_gift_checked_by FOREIGN KEY(checked_by) REFERENCES volunteer (id), 
	CONSTRAINT fk_gift_carrier_id FOREIGN KEY(carrier_id) REFERENCES volunteer (id), 
	CONSTRAINT gift_state CHECK (state IN ('offered', 'matched', 'picked_up', 'given', 'thanked', 'expired', 'withdrawn')), 
	CONSTRAINT fk_gift_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE group_buy (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	supplier_id INTEGER NOT NULL, 
	organiser VARCHAR NOT NULL, 
	organiser_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	shortage VARCHAR(32) NOT NULL, 
	minimum INTEGER, 
	created_at DATETIME NOT NULL, 
	cut_off_at DATETIME NOT NULL, 
	expected_at DATETIME, 
	pickup_place VARCHAR NOT NULL, 
	placed_at DATETIME, 
	arrived_at DATETIME, 
	disinfected_at DATETIME, 
	rested_at DATETIME, 
	shared_at DATETIME, 
	delivering_at DATETIME, 
	closed_at DATETIME, 
	reason VARCHAR NOT NULL, 
	reopened INTEGER NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT group_buy_minimum CHECK (minimum IS NULL OR minimum > 0), 
	CONSTRAINT group_buy_placed CHECK (placed_at IS NOT NULL OR NOT state IN ('placed', 'on_truck', 'partly_received', 'at_gate', 'sorting', 'delivering', 'settled', 'archived')), 
	CONSTRAINT buy_kind CHECK (kind IN ('vegetables', 'staples', 'fruit', 'meat', 'other')), 
	CONSTRAINT fk_group_buy_supplier_id FOREIGN KEY(supplier_id) REFERENCES supplier (id), 
	CONSTRAINT fk_group_buy_organiser_id FOREIGN KEY(organiser_id) REFERENCES volunteer (id), 
	CONSTRAINT buy_state CHECK (state IN ('draft', 'open', 'box_fill', 'cut_off', 'failed_minimum', 'placed', 'on_truck', 'partly_received', 'at_gate', 'sorting', 'delivering', 'settled', 'archived', 'cancelled')), 
	CONSTRAINT shortage_rule CHECK (shortage IN ('special_first', 'first_come', 'equal_shares', 'lottery'))
);

CREATE TABLE handover (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	shift_id INTEGER NOT NULL, 
	from_id INTEGER NOT NULL, 
	to_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT fk_handover_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id), 
	CONSTRAINT fk_handover_from_id FOREIGN KEY(from_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_handover_to_id FOREIGN KEY(to_id) REFERENCES volunteer (id)
);

CREATE TABLE household (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	door VARCHAR NOT NULL, 
	building_id INTEGER NOT NULL, 
	stairwell_id INTEGER NOT NULL, 
	building INTEGER NOT NULL, 
	stairwell INTEGER NOT NULL, 
	room VARCHAR NOT NULL, 
	floor INTEGER NOT NULL, 
	grid VARCHAR NOT NULL, 
	register_no VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT uq_household_door UNIQUE (door), 
	CONSTRAINT fk_household_building_id FOREIGN KEY(building_id) REFERENCES building (id), 
	CONSTRAINT fk_household_stairwell_id FOREIGN KEY(stairwell_id) REFERENCES stairwell (id)
);

CREATE TABLE incident (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	outcome VARCHAR(32) NOT NULL, 
	people INTEGER NOT NULL, 
	building_id INTEGER, 
	household_id INTEGER, 
	place VARCHAR NOT NULL, 
	patrol_id INTEGER, 
	recorded_by INTEGER, 
	note VARCHAR NOT NULL, 
	CONSTRAINT incident_people CHECK (people > 0), 
	CONSTRAINT incident_has_place CHECK (building_id IS NOT NULL OR household_id IS NOT NULL OR place <> ''), 
	CONSTRAINT incident_kind CHECK (kind IN ('stroll', 'dog', 'gathering', 'child_play', 'no_mask', 'parcel', 'other')), 
	CONSTRAINT incident_outcome CHECK (outcome IN ('returned_at_once', 'after_talk', 'refused', 'handed_to_police')), 
	CONSTRAINT fk_incident_building_id FOREIGN KEY(building_id) REFERENCES building (id), 
	CONSTRAINT fk_incident_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_incident_patrol_id FOREIGN KEY(patrol_id) REFERENCES patrol (id), 
	CONSTRAINT fk_incident_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE isolation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	resident_id INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	place VARCHAR(32) NOT NULL, 
	site VARCHAR NOT NULL, 
	door_sealed BOOLEAN NOT NULL, 
	supplies_id INTEGER, 
	rubbish_id INTEGER, 
	quarantine_ended_on DATE, 
	released_on DATE, 
	slip VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT isolation_released CHECK ((state = 'released') = (released_on IS NOT NULL)), 
	CONSTRAINT fk_isolation_resident_id FOREIGN KEY(resident_id) REFERENCES resident (id), 
	CONSTRAINT isolation_state CHECK (state IN ('isolating', 'case_home', 'transferred', 'monitoring', 'released')), 
	CONSTRAINT stay_place CHECK (place IN ('home', 'central', 'hotel', 'hospital')), 
	CONSTRAINT fk_isolation_supplies_id FOREIGN KEY(supplies_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_isolation_rubbish_id FOREIGN KEY(rubbish_id) REFERENCES volunteer (id)
);

CREATE TABLE isolation_end (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	isolation_id INTEGER NOT NULL, 
	stage VARCHAR(32) NOT NULL, 
	base_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	reason VARCHAR NOT NULL, 
	set_at DATETIME NOT NULL, 
	set_by INTEGER, 
	CONSTRAINT fk_isolation_end_isolation_id FOREIGN KEY(isolation_id) REFERENCES isolation (id), 
	CONSTRAINT isolation_stage CHECK (stage IN ('quarantine', 'monitoring', 'over')), 
	CONSTRAINT fk_isolation_end_set_by FOREIGN KEY(set_by) REFERENCES volunteer (id)
);

CREATE TABLE isolation_exposure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	isolation_id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	happened_on DATE NOT NULL, 
	source VARCHAR NOT NULL, 
	struck VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT fk_isolation_exposure_isolation_id FOREIGN KEY(isolation_id) REFERENCES isolation (id), 
	CONSTRAINT exposure_kind CHECK (kind IN ('discharged', 'secondary', 'close', 'case')), 
	CONSTRAINT fk_isolation_exposure_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE isolation_sample (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	isolation_id INTEGER NOT NULL, 
	taken_on DATE NOT NULL, 
	taken_at DATETIME NOT NULL, 
	result VARCHAR(32) NOT NULL, 
	corrected VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT fk_isolation_sample_isolation_id FOREIGN KEY(isolation_id) REFERENCES isolation (id), 
	CONSTRAINT sample_result CHECK (result IN ('negative', 'positive', 'pending', 'invalid')), 
	CONSTRAINT fk_isolation_sample_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE isolation_temperature (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	isolation_id INTEGER NOT NULL, 
	taken_on DATE NOT NULL, 
	half VARCHAR(32) NOT NULL, 
	tenths INTEGER NOT NULL, 
	symptoms VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT isolation_temperature_once UNIQUE (isolation_id, taken_on, half), 
	CONSTRAINT fk_isolation_temperature_isolation_id FOREIGN KEY(isolation_id) REFERENCES isolation (id), 
	CONSTRAINT half CHECK (half IN ('morning', 'evening')), 
	CONSTRAINT fk_isolation_temperature_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE item (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	also VARCHAR NOT NULL, 
	search VARCHAR NOT NULL, 
	minimum INTEGER NOT NULL, 
	reorder INTEGER, 
	maximum INTEGER, 
	gear BOOLEAN NOT NULL, 
	watched BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT item_once UNIQUE (name, spec), 
	CONSTRAINT item_minimum CHECK (minimum >= 0)
);

CREATE TABLE kept_form (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	verb VARCHAR(64) NOT NULL, 
	target VARCHAR NOT NULL, 
	typed JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_kept_form PRIMARY KEY (id)
);

CREATE TABLE lot (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	batch VARCHAR NOT NULL, 
	expires_on DATE, 
	source VARCHAR(32) NOT NULL, 
	giver VARCHAR NOT NULL, 
	received_at DATETIME NOT NULL, 
	received_on DATE NOT NULL, 
	place VARCHAR NOT NULL, 
	on_hand INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	hold_reason VARCHAR NOT NULL, 
	CONSTRAINT lot_never_below_zero CHECK (on_hand >= 0), 
	CONSTRAINT fk_lot_item_id FOREIGN KEY(item_id) REFERENCES item (id), 
	CONSTRAINT lot_source CHECK (source IN ('allocated', 'bought', 'donated', 'carried', 'other')), 
	CONSTRAINT lot_state CHECK (state IN ('available', 'on_hold', 'quarantine', 'recalled', 'disposed'))
);

CREATE TABLE mediation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	household_id INTEGER NOT NULL, 
	other_household_id INTEGER, 
	matter VARCHAR NOT NULL, 
	said_a VARCHAR NOT NULL, 
	said_b VARCHAR NOT NULL, 
	mediator_id INTEGER, 
	meeting_at DATETIME, 
	result VARCHAR NOT NULL, 
	partner_id INTEGER, 
	follow_up_on DATE, 
	followed_up VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	reported_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	recorded_by INTEGER, 
	CONSTRAINT mediation_settled_at CHECK ((settled_at IS NOT NULL) = (state IN ('agreed', 'cooled', 'referred', 'followed_up'))), 
	CONSTRAINT conflict_kind CHECK (kind IN ('noise', 'family', 'stairwell', 'pets', 'group_buy', 'queue', 'chat', 'staff', 'other')), 
	CONSTRAINT fk_mediation_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_mediation_other_household_id FOREIGN KEY(other_household_id) REFERENCES household (id), 
	CONSTRAINT fk_mediation_mediator_id FOREIGN KEY(mediator_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_mediation_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id), 
	CONSTRAINT mediation_state CHECK (state IN ('reported', 'heard_a', 'heard_b', 'heard_both', 'meeting', 'agreed', 'cooled', 'referred', 'followed_up')), 
	CONSTRAINT fk_mediation_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE medicine (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	profile_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	strength VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	units_per_dose VARCHAR NOT NULL, 
	doses_per_day VARCHAR NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	cold BOOLEAN NOT NULL, 
	prescription BOOLEAN NOT NULL, 
	count INTEGER, 
	told_days INTEGER, 
	counted_on DATE NOT NULL, 
	run_out_on DATE, 
	refill_for DATE, 
	refill_request_id INTEGER, 
	stopped_on DATE, 
	note VARCHAR NOT NULL, 
	CONSTRAINT medicine_count CHECK (count IS NULL OR count >= 0), 
	CONSTRAINT medicine_told CHECK (count IS NULL OR told_days IS NULL), 
	CONSTRAINT fk_medicine_profile_id FOREIGN KEY(profile_id) REFERENCES care_profile (id), 
	CONSTRAINT medicine_kind CHECK (kind IN ('insulin', 'psychiatric', 'chronic', 'short_term')), 
	CONSTRAINT fk_medicine_refill_request_id FOREIGN KEY(refill_request_id) REFERENCES request (id)
);

CREATE TABLE membership_application (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	applicant_id INTEGER NOT NULL, 
	applied_on DATE NOT NULL, 
	note VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT membership_application_once UNIQUE (applicant_id), 
	CONSTRAINT fk_membership_application_applicant_id FOREIGN KEY(applicant_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_membership_application_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE milestone (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	reached_on DATE NOT NULL, 
	text VARCHAR NOT NULL, 
	note VARCHAR NOT NULL
);

CREATE TABLE mood_signal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	topic VARCHAR(32) NOT NULL, 
	severity VARCHAR(32) NOT NULL, 
	building_id INTEGER, 
	place VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	seen_at DATETIME NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	owner_id INTEGER, 
	follow_up_at DATETIME, 
	follow_up VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT mood_topic CHECK (topic IN ('food', 'medicine', 'testing', 'sealing', 'work_money', 'school', 'fear', 'neighbours', 'unfair', 'other')), 
	CONSTRAINT severity CHECK (severity IN ('calm', 'watch', 'serious', 'urgent')), 
	CONSTRAINT fk_mood_signal_building_id FOREIGN KEY(building_id) REFERENCES building (id), 
	CONSTRAINT mood_state CHECK (state IN ('noted', 'in_hand', 'settled')), 
	CONSTRAINT fk_mood_signal_owner_id FOREIGN KEY(owner_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_mood_signal_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE move (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	lot_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	quantity INTEGER NOT NULL, 
	used INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	day DATE NOT NULL, 
	party VARCHAR NOT NULL, 
	volunteer_id INTEGER, 
	household_id INTEGER, 
	post_id INTEGER, 
	shift_id INTEGER, 
	reason VARCHAR NOT NULL, 
	handled_by VARCHAR NOT NULL, 
	corrects_id INTEGER, 
	pair_id INTEGER, 
	sheet_row VARCHAR NOT NULL, 
	CONSTRAINT move_moves CHECK (quantity <> 0), 
	CONSTRAINT move_direction CHECK (CASE WHEN kind IN ('receive', 'return', 'transfer_in') THEN quantity > 0 WHEN kind IN ('issue', 'use', 'spoil', 'lose', 'transfer_out') THEN quantity < 0 ELSE 1 = 1 END), 
	CONSTRAINT move_undo CHECK ((kind = 'undo') = (corrects_id IS NOT NULL)), 
	CONSTRAINT fk_move_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id), 
	CONSTRAINT fk_move_item_id FOREIGN KEY(item_id) REFERENCES item (id), 
	CONSTRAINT move_kind CHECK (kind IN ('receive', 'issue', 'use', 'return', 'spoil', 'lose', 'adjust', 'transfer_in', 'transfer_out', 'undo')), 
	CONSTRAINT fk_move_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_move_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_move_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT fk_move_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id), 
	CONSTRAINT uq_move_corrects_id UNIQUE (corrects_id), 
	CONSTRAINT fk_move_corrects_id FOREIGN KEY(corrects_id) REFERENCES move (id), 
	CONSTRAINT fk_move_pair_id FOREIGN KEY(pair_id) REFERENCES move (id)
);

CREATE TABLE notice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	chinese VARCHAR NOT NULL, 
	english VARCHAR NOT NULL, 
	dated_on DATE NOT NULL, 
	expires_at DATETIME NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	posted_at DATETIME, 
	posted_in VARCHAR NOT NULL, 
	rumour_id INTEGER, 
	recorded_by INTEGER, 
	CONSTRAINT notice_kind CHECK (kind IN ('test_slot', 'kit_pickup', 'goods_arrived', 'unsealing', 'home_isolation', 'rumour_answer', 'pupils_first', 'free')), 
	CONSTRAINT notice_state CHECK (state IN ('draft', 'current', 'ended')), 
	CONSTRAINT fk_notice_rumour_id FOREIGN KEY(rumour_id) REFERENCES rumour (id), 
	CONSTRAINT fk_notice_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE partner (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	hours VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT partner_kind CHECK (kind IN ('police', 'clinic', 'emergency_120', 'gas', 'drains', 'locksmith', 'psych_hotline', 'supplier'))
);

CREATE TABLE passage (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	way VARCHAR(32) NOT NULL, 
	purpose VARCHAR(32) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	household_id INTEGER, 
	name VARCHAR NOT NULL, 
	people INTEGER NOT NULL, 
	plate VARCHAR NOT NULL, 
	card VARCHAR NOT NULL, 
	passed_at DATETIME NOT NULL, 
	tenths INTEGER, 
	due_at DATETIME, 
	returned_at DATETIME, 
	returned_tenths INTEGER, 
	allowed VARCHAR NOT NULL, 
	measures VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	note VARCHAR NOT NULL, 
	CONSTRAINT passage_people CHECK (people > 0), 
	CONSTRAINT passage_returned CHECK (state <> 'closed' OR returned_at IS NOT NULL), 
	CONSTRAINT passage_named CHECK (household_id IS NOT NULL OR name <> ''), 
	CONSTRAINT passage_way CHECK (way IN ('out', 'inward')), 
	CONSTRAINT gate_purpose CHECK (purpose IN ('shopping', 'medicine', 'hospital', 'work', 'duty', 'delivery', 'repair', 'medical_team', 'other')), 
	CONSTRAINT passage_state CHECK (state IN ('passed', 'closed', 'held', 'seen_to')), 
	CONSTRAINT fk_passage_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_passage_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE patrol (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	state VARCHAR(32) NOT NULL, 
	shift_id INTEGER, 
	note VARCHAR NOT NULL, 
	CONSTRAINT patrol_open_ended CHECK ((state = 'running') = (ended_at IS NULL)), 
	CONSTRAINT patrol_span CHECK (ended_at IS NULL OR ended_at >= started_at), 
	CONSTRAINT fk_patrol_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT patrol_state CHECK (state IN ('running', 'ended')), 
	CONSTRAINT fk_patrol_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id)
);

CREATE TABLE patrol_walker (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	patrol_id INTEGER NOT NULL, 
	volunteer_id INTEGER NOT NULL, 
	CONSTRAINT patrol_walker_once UNIQUE (patrol_id, volunteer_id), 
	CONSTRAINT fk_patrol_walker_patrol_id FOREIGN KEY(patrol_id) REFERENCES patrol (id), 
	CONSTRAINT fk_patrol_walker_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id)
);

CREATE TABLE phase (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	begins_on DATE NOT NULL, 
	CONSTRAINT phase_kind CHECK (kind IN ('sealed', 'epidemic_free', 'guarded', 'closed')), 
	CONSTRAINT uq_phase_begins_on UNIQUE (begins_on)
);

CREATE TABLE place_treatment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	place_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	day DATE NOT NULL, 
	agent VARCHAR(32) NOT NULL, 
	concentration INTEGER, 
	method VARCHAR(32) NOT NULL, 
	minutes INTEGER NOT NULL, 
	operator_id INTEGER, 
	checker_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	reason VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT place_treatment_minutes CHECK (minutes >= 0), 
	CONSTRAINT fk_place_treatment_place_id FOREIGN KEY(place_id) REFERENCES coverage_place (id), 
	CONSTRAINT agent CHECK (agent IN ('bleach', 'tablets', 'alcohol', 'peroxide', 'quaternary')), 
	CONSTRAINT method CHECK (method IN ('spray', 'wipe', 'mop', 'soak')), 
	CONSTRAINT fk_place_treatment_operator_id FOREIGN KEY(operator_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_place_treatment_checker_id FOREIGN KEY(checker_id) REFERENCES volunteer (id), 
	CONSTRAINT treatment_state CHECK (state IN ('recorded', 'checked', 'struck'))
);

CREATE TABLE post (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	place VARCHAR NOT NULL, 
	needs_skill VARCHAR(32), 
	needs_role VARCHAR(32), 
	seats INTEGER NOT NULL, 
	interval_minutes INTEGER, 
	retired BOOLEAN NOT NULL, 
	CONSTRAINT post_seats CHECK (seats > 0), 
	CONSTRAINT post_kind CHECK (kind IN ('patrol_route', 'gate_checkpoint', 'exit_barrier', 'test_support', 'disinfection', 'delivery')), 
	CONSTRAINT skill CHECK (needs_skill IN ('medical', 'first_aid', 'sampling', 'disinfection', 'driving', 'repair', 'lifting', 'counselling', 'computer')), 
	CONSTRAINT role CHECK (needs_role IN ('secretary', 'grid_leader', 'shift_leader', 'volunteer', 'wallboard'))
);

CREATE TABLE praise (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	household_id INTEGER, 
	volunteer_id INTEGER, 
	way VARCHAR(32) NOT NULL, 
	text VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT fk_praise_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_praise_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id), 
	CONSTRAINT praise_way CHECK (way IN ('chat', 'phone', 'in_person', 'letter', 'banner')), 
	CONSTRAINT fk_praise_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE printed_sheet (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	volunteer_id INTEGER, 
	building INTEGER, 
	records JSON NOT NULL, 
	printed_at DATETIME NOT NULL, 
	printed_by VARCHAR NOT NULL, 
	valid_until DATE NOT NULL, 
	CONSTRAINT uq_printed_sheet_code UNIQUE (code), 
	CONSTRAINT paper_kind CHECK (kind IN ('duty_table', 'visit_sheet', 'door_walk', 'job_sheet', 'stock_count', 'pick_list', 'labels', 'booklet')), 
	CONSTRAINT fk_printed_sheet_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id)
);

CREATE TABLE request (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	resident_id INTEGER, 
	kind VARCHAR(32) NOT NULL, 
	detail VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	quantity INTEGER, 
	papers VARCHAR NOT NULL, 
	climbing BOOLEAN NOT NULL, 
	urgency VARCHAR(32) NOT NULL, 
	source VARCHAR(32) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	recorded_by INTEGER, 
	assignee_id INTEGER, 
	created_at DATETIME NOT NULL, 
	counted_from DATETIME NOT NULL, 
	promised_at DATETIME, 
	waiting_for VARCHAR(32), 
	waiting_reason VARCHAR NOT NULL, 
	wake_at DATETIME, 
	note VARCHAR NOT NULL, 
	noted_at DATETIME, 
	outcome VARCHAR NOT NULL, 
	closed_at DATETIME, 
	closing VARCHAR(32), 
	duplicate_of INTEGER, 
	satisfaction VARCHAR(32), 
	reopened INTEGER NOT NULL, 
	money VARCHAR(32) NOT NULL, 
	advanced_fen INTEGER NOT NULL, 
	repaid_fen INTEGER NOT NULL, 
	receipt_no VARCHAR NOT NULL, 
	safety_approved_by INTEGER, 
	safety_approved_at DATETIME, 
	cared_for BOOLEAN, 
	CONSTRAINT request_closed_at CHECK ((closed_at IS NULL) = (state IN ('new', 'triaged', 'claimed', 'in_progress', 'waiting', 'needs_follow_up', 'unreachable'))), 
	CONSTRAINT request_closing CHECK ((closing IS NOT NULL) = (state IN ('confirmed', 'closed'))), 
	CONSTRAINT request_promised CHECK (promised_at IS NOT NULL OR state IN ('new', 'closed')), 
	CONSTRAINT request_free CHECK (NOT state IN ('new', 'triaged') OR assignee_id IS NULL), 
	CONSTRAINT request_held CHECK (NOT state IN ('claimed', 'in_progress', 'waiting', 'needs_follow_up', 'unreachable', 'done', 'confirmed') OR assignee_id IS NOT NULL), 
	CONSTRAINT request_waiting CHECK ((state = 'waiting') = (waiting_for IS NOT NULL AND wake_at IS NOT NULL)), 
	CONSTRAINT request_safe CHECK (NOT climbing OR safety_approved_at IS NOT NULL OR state NOT IN ('in_progress', 'done', 'confirmed')), 
	CONSTRAINT request_money CHECK (repaid_fen >= 0 AND repaid_fen <= advanced_fen AND (money = 'none') = (advanced_fen = 0)), 
	CONSTRAINT fk_request_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_request_resident_id FOREIGN KEY(resident_id) REFERENCES resident (id), 
	CONSTRAINT request_kind CHECK (kind IN ('medicine', 'carry', 'groceries', 'hospital_trip', 'drain', 'family_conflict', 'pay_bill', 'lock_out', 'pet', 'psychological', 'other')), 
	CONSTRAINT urgency CHECK (urgency IN ('red', 'urgent', 'normal', 'low')), 
	CONSTRAINT request_source CHECK (source IN ('phone', 'group_chat', 'in_person', 'chain', 'inspection', 'care')), 
	CONSTRAINT request_state CHECK (state IN ('new', 'triaged', 'claimed', 'in_progress', 'waiting', 'needs_follow_up', 'unreachable', 'done', 'confirmed', 'closed')), 
	CONSTRAINT fk_request_assignee_id FOREIGN KEY(assignee_id) REFERENCES volunteer (id), 
	CONSTRAINT waiting_for CHECK (waiting_for IN ('resident', 'supplier', 'money', 'weather')), 
	CONSTRAINT closing_reason CHECK (closing IN ('done', 'done_by_others', 'not_wanted', 'out_of_scope', 'duplicate', 'refused')), 
	CONSTRAINT fk_request_duplicate_of FOREIGN KEY(duplicate_of) REFERENCES request (id), 
	CONSTRAINT satisfaction CHECK (satisfaction IN ('satisfied', 'not_satisfied', 'no_answer')), 
	CONSTRAINT money_state CHECK (money IN ('none', 'advanced', 'repaid', 'written_off'))
);

CREATE TABLE request_pause (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	request_id INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	waits_for VARCHAR(32) NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pause_span CHECK (ends_at >= starts_at), 
	CONSTRAINT fk_request_pause_request_id FOREIGN KEY(request_id) REFERENCES request (id), 
	CONSTRAINT waiting_for CHECK (waits_for IN ('resident', 'supplier', 'money', 'weather'))
);

CREATE TABLE resident (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	search VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	birth_year INTEGER, 
	sex VARCHAR(32), 
	presence VARCHAR(32) NOT NULL, 
	away_reason VARCHAR(32), 
	back_on DATE, 
	tags JSON NOT NULL, 
	moved_out_on DATE, 
	note VARCHAR NOT NULL, 
	CONSTRAINT fk_resident_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT sex CHECK (sex IN ('female', 'male')), 
	CONSTRAINT presence CHECK (presence IN ('present', 'away', 'hospital', 'isolation_site')), 
	CONSTRAINT away_reason CHECK (away_reason IN ('elsewhere', 'work', 'school', 'family', 'stranded', 'other', 'unknown'))
);

CREATE TABLE revision (
	area VARCHAR(32) NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (area)
);

CREATE TABLE round_slot (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	building_id INTEGER NOT NULL, 
	building INTEGER NOT NULL, 
	lane INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	people INTEGER NOT NULL, 
	pupils BOOLEAN NOT NULL, 
	CONSTRAINT round_slot_span CHECK (ends_at > starts_at), 
	CONSTRAINT fk_round_slot_round_id FOREIGN KEY(round_id) REFERENCES coverage_round (id), 
	CONSTRAINT fk_round_slot_building_id FOREIGN KEY(building_id) REFERENCES building (id)
);

CREATE TABLE round_target (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	resident_id INTEGER, 
	household_id INTEGER, 
	place_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	at DATETIME, 
	by_id INTEGER, 
	cause VARCHAR(32), 
	reason VARCHAR NOT NULL, 
	decided_by VARCHAR NOT NULL, 
	until DATETIME, 
	owner_id INTEGER, 
	hint VARCHAR NOT NULL, 
	hint_cause VARCHAR(32), 
	missed INTEGER NOT NULL, 
	outcome VARCHAR(32), 
	quantity INTEGER, 
	note VARCHAR NOT NULL, 
	tube_id INTEGER, 
	CONSTRAINT round_target_somewhere CHECK ((household_id IS NULL) <> (place_id IS NULL)), 
	CONSTRAINT round_target_behind_door CHECK (resident_id IS NULL OR household_id IS NOT NULL), 
	CONSTRAINT fk_round_target_round_id FOREIGN KEY(round_id) REFERENCES coverage_round (id), 
	CONSTRAINT fk_round_target_resident_id FOREIGN KEY(resident_id) REFERENCES resident (id), 
	CONSTRAINT fk_round_target_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_round_target_place_id FOREIGN KEY(place_id) REFERENCES coverage_place (id), 
	CONSTRAINT target_state CHECK (state IN ('not_seen', 'handed', 'doorstep', 'deferred', 'refused', 'escalated', 'resample', 'seen', 'exempt', 'away', 'passed_over')), 
	CONSTRAINT fk_round_target_by_id FOREIGN KEY(by_id) REFERENCES volunteer (id), 
	CONSTRAINT cause CHECK (cause IN ('away', 'hospital', 'isolation_site', 'moved_out', 'unfit', 'infant', 'recovered', 'elsewhere', 'other')), 
	CONSTRAINT fk_round_target_owner_id FOREIGN KEY(owner_id) REFERENCES volunteer (id), 
	CONSTRAINT cause CHECK (hint_cause IN ('away', 'hospital', 'isolation_site', 'moved_out', 'unfit', 'infant', 'recovered', 'elsewhere', 'other')), 
	CONSTRAINT outcome CHECK (outcome IN ('negative', 'positive', 'invalid', 'reported', 'abnormal', 'well', 'need', 'unwell', 'changed')), 
	CONSTRAINT fk_round_target_tube_id FOREIGN KEY(tube_id) REFERENCES round_tube (id)
);

CREATE TABLE round_tube (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	size INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	filled INTEGER NOT NULL, 
	holder_id INTEGER, 
	sealed_at DATETIME, 
	delivered_at DATETIME, 
	delivered_to VARCHAR NOT NULL, 
	result_at DATETIME, 
	note VARCHAR NOT NULL, 
	CONSTRAINT round_tube_once UNIQUE (round_id, number), 
	CONSTRAINT round_tube_filled CHECK (filled >= 0 AND filled <= size), 
	CONSTRAINT fk_round_tube_round_id FOREIGN KEY(round_id) REFERENCES coverage_round (id), 
	CONSTRAINT tube_state CHECK (state IN ('issued', 'filling', 'sealed', 'delivered', 'negative', 'mixed', 'recalled', 'resolved', 'spoilt', 'void', 'lost', 'returned')), 
	CONSTRAINT fk_round_tube_holder_id FOREIGN KEY(holder_id) REFERENCES volunteer (id)
);

CREATE TABLE rule_set (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	begins_on DATE NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT rule_set_once_a_day UNIQUE (kind, begins_on)
);

CREATE TABLE rumour (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	first_seen DATETIME NOT NULL, 
	last_heard DATETIME NOT NULL, 
	open_since DATETIME NOT NULL, 
	times INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	checker_id INTEGER, 
	partner_id INTEGER, 
	checked_with VARCHAR NOT NULL, 
	finding VARCHAR(32), 
	answer VARCHAR NOT NULL, 
	posted_at DATETIME, 
	posted_in VARCHAR NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT rumour_times CHECK (times > 0), 
	CONSTRAINT rumour_answer CHECK (state IN ('heard', 'checking') OR (finding IS NOT NULL AND answer <> '')), 
	CONSTRAINT rumour_state CHECK (state IN ('heard', 'checking', 'true', 'false', 'partly', 'cannot_tell', 'answered', 'watch')), 
	CONSTRAINT fk_rumour_checker_id FOREIGN KEY(checker_id) REFERENCES volunteer (id), 
	CONSTRAINT fk_rumour_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id), 
	CONSTRAINT finding CHECK (finding IN ('true', 'false', 'partly', 'cannot_tell')), 
	CONSTRAINT fk_rumour_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE seat (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	shift_id INTEGER NOT NULL, 
	volunteer_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	replaces_id INTEGER, 
	given_by INTEGER, 
	given_at DATETIME, 
	override_reason VARCHAR NOT NULL, 
	checked_in_at DATETIME, 
	checked_out_at DATETIME, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT seat_empty_has_nobody CHECK ((state = 'empty') = (volunteer_id IS NULL)), 
	CONSTRAINT fk_seat_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id), 
	CONSTRAINT fk_seat_volunteer_id FOREIGN KEY(volunteer_id) REFERENCES volunteer (id), 
	CONSTRAINT seat_state CHECK (state IN ('empty', 'assigned', 'confirmed', 'on_post', 'done', 'left_early', 'no_show', 'swap_offered', 'swapped', 'dropped')), 
	CONSTRAINT fk_seat_replaces_id FOREIGN KEY(replaces_id) REFERENCES seat (id), 
	CONSTRAINT fk_seat_given_by FOREIGN KEY(given_by) REFERENCES volunteer (id)
);

CREATE TABLE setting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	CONSTRAINT uq_setting_key UNIQUE ("key")
);

CREATE TABLE shift (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	seats INTEGER NOT NULL, 
	batch VARCHAR, 
	state VARCHAR(32) NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT shift_span CHECK (ends_at > starts_at), 
	CONSTRAINT fk_shift_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT shift_state CHECK (state IN ('planned', 'open', 'running', 'ended', 'closed', 'cancelled'))
);

CREATE TABLE shift_template (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	hours VARCHAR NOT NULL, 
	around BOOLEAN NOT NULL, 
	seats INTEGER, 
	CONSTRAINT fk_shift_template_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);

CREATE TABLE stage_report (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	begins_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	closed_at DATETIME NOT NULL, 
	closed_by INTEGER, 
	reason VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	numbers JSON NOT NULL, 
	CONSTRAINT stage_report_span CHECK (ends_on >= begins_on), 
	CONSTRAINT phase_kind CHECK (kind IN ('sealed', 'epidemic_free', 'guarded', 'closed')), 
	CONSTRAINT uq_stage_report_begins_on UNIQUE (begins_on), 
	CONSTRAINT fk_stage_report_closed_by FOREIGN KEY(closed_by) REFERENCES volunteer (id)
);

CREATE TABLE stairwell (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	building_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT stairwell_once UNIQUE (building_id, number), 
	CONSTRAINT fk_stairwell_building_id FOREIGN KEY(building_id) REFERENCES building (id)
);

CREATE TABLE stock_count (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	book INTEGER, 
	counted INTEGER, 
	reason VARCHAR(32), 
	note VARCHAR NOT NULL, 
	requested_at DATETIME NOT NULL, 
	counted_at DATETIME, 
	counted_by VARCHAR NOT NULL, 
	CONSTRAINT fk_stock_count_item_id FOREIGN KEY(item_id) REFERENCES item (id), 
	CONSTRAINT count_state CHECK (state IN ('requested', 'counted', 'completed', 'cancelled')), 
	CONSTRAINT count_reason CHECK (reason IN ('not_recorded', 'miscounted', 'damaged', 'lost', 'packs', 'unknown'))
);

CREATE TABLE story (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	household_id INTEGER, 
	text VARCHAR NOT NULL, 
	public_text VARCHAR NOT NULL, 
	happened_on DATE NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	consent_at DATETIME, 
	consent_by INTEGER, 
	recorded_by INTEGER, 
	CONSTRAINT story_told CHECK (state NOT IN ('ready', 'shown') OR public_text <> ''), 
	CONSTRAINT story_declined CHECK (state <> 'declined' OR public_text = ''), 
	CONSTRAINT fk_story_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT story_state CHECK (state IN ('told', 'agreed', 'declined', 'ready', 'shown')), 
	CONSTRAINT fk_story_consent_by FOREIGN KEY(consent_by) REFERENCES volunteer (id), 
	CONSTRAINT fk_story_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE TABLE supplier (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	contact VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	report_until DATE, 
	minimum INTEGER, 
	delivers VARCHAR NOT NULL, 
	retired BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT uq_supplier_name UNIQUE (name)
);

CREATE TABLE volunteer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	search VARCHAR NOT NULL, 
	initials VARCHAR NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	origin_unit VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	skills JSON NOT NULL, 
	party_member BOOLEAN NOT NULL, 
	rapid_response BOOLEAN NOT NULL, 
	grid VARCHAR NOT NULL, 
	household_id INTEGER, 
	isolated_until DATE, 
	joined_on DATE NOT NULL, 
	demobilised_on DATE, 
	note VARCHAR NOT NULL, 
	CONSTRAINT volunteer_kind CHECK (kind IN ('cadre', 'resident_volunteer', 'first_secretary', 'grid_leader')), 
	CONSTRAINT role CHECK (role IN ('secretary', 'grid_leader', 'shift_leader', 'volunteer', 'wallboard')), 
	CONSTRAINT fk_volunteer_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);

CREATE TABLE wish (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	item VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	wished_at DATETIME NOT NULL, 
	recorded_by INTEGER, 
	CONSTRAINT fk_wish_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT gift_kind CHECK (kind IN ('vegetables', 'fruit', 'meat', 'staples', 'medicine', 'baby', 'pet', 'daily', 'other')), 
	CONSTRAINT wish_state CHECK (state IN ('open', 'granted', 'dropped')), 
	CONSTRAINT fk_wish_recorded_by FOREIGN KEY(recorded_by) REFERENCES volunteer (id)
);

CREATE INDEX buy_complaint_open ON buy_complaint (at) WHERE state IN ('open');

CREATE INDEX buy_order_refund ON buy_order (group_buy_id) WHERE payment IN ('refund_due');

CREATE INDEX care_contact_latest ON care_contact (profile_id, at);

CREATE INDEX care_profile_due ON care_profile (due_at) WHERE state IN ('active', 'escalated');

CREATE INDEX care_profile_listed ON care_profile (state) WHERE state <> 'ended';

CREATE INDEX chain_text_kept ON chain_text (purge_on) WHERE text <> '';

CREATE INDEX coverage_round_open ON coverage_round (starts_at) WHERE state IN ('planned', 'announced', 'running', 'suspended', 'mop_up', 'reconciled', 'results_in');

CREATE INDEX directive_open ON directive (due_at) WHERE state = 'open';

CREATE INDEX gate_goods_open ON gate_goods (at) WHERE state <> 'handed';

CREATE INDEX group_buy_standing ON group_buy (cut_off_at) WHERE state IN ('draft', 'open', 'box_fill', 'cut_off', 'failed_minimum', 'placed', 'on_truck', 'partly_received', 'at_gate', 'sorting', 'delivering');

CREATE INDEX household_walk ON household (building, stairwell, floor, room);

CREATE INDEX incident_household_at ON incident (household_id, at);

CREATE UNIQUE INDEX isolation_open_once ON isolation (resident_id) WHERE state <> 'released';

CREATE INDEX ix_act_actor_id_id ON act (actor_id, id);

CREATE INDEX ix_act_at ON act (at);

CREATE INDEX ix_act_undoes ON act (undoes) WHERE undoes IS NOT NULL;

CREATE INDEX ix_alarm_taken_key ON alarm_taken ("key");

CREATE INDEX ix_availability_ends_at ON availability (ends_at);

CREATE INDEX ix_availability_volunteer_id ON availability (volunteer_id);

CREATE INDEX ix_buy_asked_household_id ON buy_asked (household_id);

CREATE INDEX ix_buy_complaint_group_buy_id ON buy_complaint (group_buy_id);

CREATE INDEX ix_buy_complaint_household_id ON buy_complaint (household_id);

CREATE INDEX ix_buy_order_household_id ON buy_order (household_id);

CREATE INDEX ix_buy_order_product_id ON buy_order (product_id);

CREATE INDEX ix_care_contact_request_id ON care_contact (request_id);

CREATE INDEX ix_care_profile_volunteer_id ON care_profile (volunteer_id);

CREATE INDEX ix_chain_text_group_buy_id ON chain_text (group_buy_id);

CREATE INDEX ix_coverage_place_building_id ON coverage_place (building_id);

CREATE INDEX ix_coverage_place_stairwell_id ON coverage_place (stairwell_id);

CREATE INDEX ix_coverage_round_owner_id ON coverage_round (owner_id);

CREATE INDEX ix_directive_assignee_id ON directive (assignee_id);

CREATE INDEX ix_directive_issued_on ON directive (issued_on);

CREATE INDEX ix_entry_act_id ON entry (act_id);

CREATE INDEX ix_entry_row ON entry (table_name, row_id, act_id);

CREATE INDEX ix_gate_goods_at ON gate_goods (at);

CREATE INDEX ix_gate_goods_group_buy_id ON gate_goods (group_buy_id);

CREATE INDEX ix_gate_goods_household_id ON gate_goods (household_id);

CREATE INDEX ix_gift_carrier_id ON gift (carrier_id);

CREATE INDEX ix_gift_checked_by ON gift (checked_by);

CREATE INDEX ix_gift_given_at ON gift (given_at);

CREATE INDEX ix_gift_household_id ON gift (household_id);

CREATE INDEX ix_gift_receiver_id ON gift (receiver_id);

CREATE INDEX ix_gift_recorded_by ON gift (recorded_by);

CREATE INDEX ix_gift_state ON gift (state);

CREATE INDEX ix_gift_wish_id ON gift (wish_id);

CREATE INDEX ix_group_buy_organiser_id ON group_buy (organiser_id);

CREATE INDEX ix_group_buy_supplier_id ON group_buy (supplier_id);

CREATE INDEX ix_handover_shift_id ON handover (shift_id);

CREATE INDEX ix_household_building_id ON household (building_id);

CREATE INDEX ix_household_stairwell_id ON household (stairwell_id);

CREATE INDEX ix_incident_at ON incident (at);

CREATE INDEX ix_incident_building_id ON incident (building_id);

CREATE INDEX ix_incident_patrol_id ON incident (patrol_id);

CREATE INDEX ix_incident_recorded_by ON incident (recorded_by);

CREATE INDEX ix_isolation_end_isolation_id ON isolation_end (isolation_id);

CREATE INDEX ix_isolation_exposure_isolation_id ON isolation_exposure (isolation_id);

CREATE INDEX ix_isolation_released_on ON isolation (released_on);

CREATE INDEX ix_isolation_resident_id ON isolation (resident_id);

CREATE INDEX ix_isolation_rubbish_id ON isolation (rubbish_id);

CREATE INDEX ix_isolation_sample_isolation_id ON isolation_sample (isolation_id);

CREATE INDEX ix_isolation_supplies_id ON isolation (supplies_id);

CREATE INDEX ix_kept_form_person_id ON kept_form (person_id);

CREATE INDEX ix_mediation_household_id ON mediation (household_id);

CREATE INDEX ix_mediation_mediator_id ON mediation (mediator_id);

CREATE INDEX ix_mediation_other_household_id ON mediation (other_household_id);

CREATE INDEX ix_mediation_partner_id ON mediation (partner_id);

CREATE INDEX ix_mediation_recorded_by ON mediation (recorded_by);

CREATE INDEX ix_mediation_state ON mediation (state);

CREATE INDEX ix_medicine_profile_id ON medicine (profile_id);

CREATE INDEX ix_membership_application_recorded_by ON membership_application (recorded_by);

CREATE INDEX ix_milestone_reached_on ON milestone (reached_on);

CREATE INDEX ix_mood_signal_building_id ON mood_signal (building_id);

CREATE INDEX ix_mood_signal_owner_id ON mood_signal (owner_id);

CREATE INDEX ix_mood_signal_recorded_by ON mood_signal (recorded_by);

CREATE INDEX ix_mood_signal_state ON mood_signal (state);

CREATE INDEX ix_move_household_id ON move (household_id);

CREATE INDEX ix_move_post_id ON move (post_id);

CREATE INDEX ix_move_shift_id ON move (shift_id);

CREATE INDEX ix_move_volunteer_id ON move (volunteer_id);

CREATE INDEX ix_notice_recorded_by ON notice (recorded_by);

CREATE INDEX ix_notice_rumour_id ON notice (rumour_id);

CREATE INDEX ix_notice_state ON notice (state);

CREATE INDEX ix_passage_passed_at ON passage (passed_at);

CREATE INDEX ix_passage_recorded_by ON passage (recorded_by);

CREATE INDEX ix_patrol_shift_id ON patrol (shift_id);

CREATE INDEX ix_patrol_started_at ON patrol (started_at);

CREATE INDEX ix_patrol_walker_volunteer_id ON patrol_walker (volunteer_id);

CREATE INDEX ix_place_treatment_checker_id ON place_treatment (checker_id);

CREATE INDEX ix_place_treatment_operator_id ON place_treatment (operator_id);

CREATE INDEX ix_praise_at ON praise (at);

CREATE INDEX ix_praise_household_id ON praise (household_id);

CREATE INDEX ix_praise_recorded_by ON praise (recorded_by);

CREATE INDEX ix_praise_volunteer_id ON praise (volunteer_id);

CREATE INDEX ix_printed_sheet_volunteer_id ON printed_sheet (volunteer_id);

CREATE INDEX ix_request_household_id ON request (household_id);

CREATE INDEX ix_request_pause_request_id ON request_pause (request_id);

CREATE INDEX ix_request_resident_id ON request (resident_id);

CREATE INDEX ix_resident_household_id ON resident (household_id);

CREATE INDEX ix_round_slot_round_id ON round_slot (round_id);

CREATE INDEX ix_round_target_place_id ON round_target (place_id);

CREATE INDEX ix_round_target_resident_id ON round_target (resident_id);

CREATE INDEX ix_rumour_checker_id ON rumour (checker_id);

CREATE INDEX ix_rumour_partner_id ON rumour (partner_id);

CREATE INDEX ix_rumour_recorded_by ON rumour (recorded_by);

CREATE INDEX ix_rumour_state ON rumour (state);

CREATE INDEX ix_seat_shift_id ON seat (shift_id);

CREATE INDEX ix_seat_volunteer_id ON seat (volunteer_id);

CREATE INDEX ix_shift_batch ON shift (batch);

CREATE INDEX ix_shift_ends_at ON shift (ends_at);

CREATE INDEX ix_shift_template_post_id ON shift_template (post_id);

CREATE INDEX ix_stock_count_item_id ON stock_count (item_id);

CREATE INDEX ix_story_consent_by ON story (consent_by);

CREATE INDEX ix_story_household_id ON story (household_id);

CREATE INDEX ix_story_recorded_by ON story (recorded_by);

CREATE INDEX ix_story_state ON story (state);

CREATE INDEX ix_volunteer_household_id ON volunteer (household_id);

CREATE INDEX ix_wish_household_id ON wish (household_id);

CREATE INDEX ix_wish_recorded_by ON wish (recorded_by);

CREATE INDEX ix_wish_state ON wish (state);

CREATE INDEX lot_of_item ON lot (item_id, received_on);

CREATE INDEX lot_open ON lot (item_id) WHERE on_hand > 0;

CREATE INDEX medicine_of ON medicine (profile_id) WHERE stopped_on IS NULL;

CREATE INDEX medicine_runs_out ON medicine (run_out_on) WHERE stopped_on IS NULL;

CREATE INDEX move_of_item ON move (item_id, day, id);

CREATE INDEX move_of_kind ON move (item_id, kind, day, id);

CREATE INDEX move_of_lot ON move (lot_id, quantity);

CREATE INDEX move_sheet_row ON move (sheet_row) WHERE sheet_row <> '';

CREATE INDEX move_used_by_day ON move (day, item_id, used) WHERE used <> 0;

CREATE INDEX passage_household_at ON passage (household_id, passed_at);

CREATE INDEX passage_open ON passage (due_at) WHERE state IN ('passed', 'held');

CREATE INDEX patrol_route_ended ON patrol (post_id, ended_at);

CREATE UNIQUE INDEX patrol_running_once ON patrol (post_id) WHERE state = 'running';

CREATE INDEX place_treatment_of ON place_treatment (place_id, day);

CREATE INDEX place_treatment_on ON place_treatment (day);

CREATE INDEX request_closed ON request (closed_at) WHERE closed_at IS NOT NULL;

CREATE INDEX request_done ON request (closed_at) WHERE state = 'done';

CREATE INDEX request_duplicates ON request (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE INDEX request_open ON request (promised_at) WHERE closed_at IS NULL;

CREATE INDEX request_open_door ON request (household_id, kind) WHERE closed_at IS NULL;

CREATE INDEX request_open_mine ON request (assignee_id) WHERE closed_at IS NULL;

CREATE INDEX request_owed ON request (closed_at) WHERE money = 'advanced';

CREATE INDEX resident_not_present ON resident (presence, away_reason) WHERE presence <> 'present' AND moved_out_on IS NULL;

CREATE UNIQUE INDEX round_target_door ON round_target (round_id, household_id) WHERE resident_id IS NULL AND household_id IS NOT NULL;

CREATE INDEX round_target_household ON round_target (household_id, round_id);

CREATE INDEX round_target_left ON round_target (round_id) WHERE state IN ('not_seen', 'handed', 'doorstep', 'deferred', 'refused', 'resample');

CREATE UNIQUE INDEX round_target_place ON round_target (round_id, place_id) WHERE place_id IS NOT NULL;

CREATE UNIQUE INDEX round_target_resident ON round_target (round_id, resident_id) WHERE resident_id IS NOT NULL;

CREATE INDEX round_target_round ON round_target (round_id);

CREATE INDEX round_target_tube ON round_target (tube_id) WHERE tube_id IS NOT NULL;

CREATE INDEX round_tube_awaited ON round_tube (round_id) WHERE state IN ('filling', 'sealed', 'delivered', 'mixed', 'recalled');

CREATE INDEX seat_on_post ON seat (volunteer_id) WHERE state = 'on_post';

CREATE INDEX shift_post_start ON shift (post_id, starts_at);

CREATE INDEX stock_count_open ON stock_count (item_id) WHERE state IN ('requested', 'counted');

CREATE UNIQUE INDEX volunteer_initials_once ON volunteer (initials) WHERE demobilised_on IS NULL;
