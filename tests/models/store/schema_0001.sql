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

CREATE TABLE rule_set (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	begins_on DATE NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT rule_set_once_a_day UNIQUE (kind, begins_on)
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

CREATE INDEX care_contact_latest ON care_contact (profile_id, at);

CREATE INDEX care_profile_due ON care_profile (due_at) WHERE state IN ('active', 'escalated');

CREATE INDEX care_profile_listed ON care_profile (state) WHERE state <> 'ended';

CREATE INDEX household_walk ON household (building, stairwell, floor, room);

CREATE INDEX incident_household_at ON incident (household_id, at);

CREATE INDEX ix_act_actor_id_id ON act (actor_id, id);

CREATE INDEX ix_act_at ON act (at);

CREATE INDEX ix_act_undoes ON act (undoes) WHERE undoes IS NOT NULL;

CREATE INDEX ix_alarm_taken_key ON alarm_taken ("key");

CREATE INDEX ix_availability_ends_at ON availability (ends_at);

CREATE INDEX ix_availability_volunteer_id ON availability (volunteer_id);

CREATE INDEX ix_care_contact_request_id ON care_contact (request_id);

CREATE INDEX ix_care_profile_volunteer_id ON care_profile (volunteer_id);

CREATE INDEX ix_entry_act_id ON entry (act_id);

CREATE INDEX ix_entry_row ON entry (table_name, row_id, act_id);

CREATE INDEX ix_handover_shift_id ON handover (shift_id);

CREATE INDEX ix_household_building_id ON household (building_id);

CREATE INDEX ix_household_stairwell_id ON household (stairwell_id);

CREATE INDEX ix_incident_at ON incident (at);

CREATE INDEX ix_incident_building_id ON incident (building_id);

CREATE INDEX ix_incident_patrol_id ON incident (patrol_id);

CREATE INDEX ix_incident_recorded_by ON incident (recorded_by);

CREATE INDEX ix_medicine_profile_id ON medicine (profile_id);

CREATE INDEX ix_move_household_id ON move (household_id);

CREATE INDEX ix_move_post_id ON move (post_id);

CREATE INDEX ix_move_shift_id ON move (shift_id);

CREATE INDEX ix_move_volunteer_id ON move (volunteer_id);

CREATE INDEX ix_patrol_shift_id ON patrol (shift_id);

CREATE INDEX ix_patrol_started_at ON patrol (started_at);

CREATE INDEX ix_patrol_walker_volunteer_id ON patrol_walker (volunteer_id);

CREATE INDEX ix_request_household_id ON request (household_id);

CREATE INDEX ix_request_pause_request_id ON request_pause (request_id);

CREATE INDEX ix_request_resident_id ON request (resident_id);

CREATE INDEX ix_resident_household_id ON resident (household_id);

CREATE INDEX ix_seat_shift_id ON seat (shift_id);

CREATE INDEX ix_seat_volunteer_id ON seat (volunteer_id);

CREATE INDEX ix_shift_batch ON shift (batch);

CREATE INDEX ix_shift_ends_at ON shift (ends_at);

CREATE INDEX ix_shift_template_post_id ON shift_template (post_id);

CREATE INDEX ix_stock_count_item_id ON stock_count (item_id);

CREATE INDEX ix_volunteer_household_id ON volunteer (household_id);

CREATE INDEX lot_of_item ON lot (item_id, received_on);

CREATE INDEX lot_open ON lot (item_id) WHERE on_hand > 0;

CREATE INDEX medicine_of ON medicine (profile_id) WHERE stopped_on IS NULL;

CREATE INDEX medicine_runs_out ON medicine (run_out_on) WHERE stopped_on IS NULL;

CREATE INDEX move_of_item ON move (item_id, day, id);

CREATE INDEX move_of_kind ON move (item_id, kind, day, id);

CREATE INDEX move_of_lot ON move (lot_id, quantity);

CREATE INDEX move_sheet_row ON move (sheet_row) WHERE sheet_row <> '';

CREATE INDEX move_used_by_day ON move (day, item_id, used) WHERE used <> 0;

CREATE INDEX patrol_route_ended ON patrol (post_id, ended_at);

CREATE UNIQUE INDEX patrol_running_once ON patrol (post_id) WHERE state = 'running';

CREATE INDEX request_closed ON request (closed_at) WHERE closed_at IS NOT NULL;

CREATE INDEX request_done ON request (closed_at) WHERE state = 'done';

CREATE INDEX request_duplicates ON request (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE INDEX request_open ON request (promised_at) WHERE closed_at IS NULL;

CREATE INDEX request_open_door ON request (household_id, kind) WHERE closed_at IS NULL;

CREATE INDEX request_open_mine ON request (assignee_id) WHERE closed_at IS NULL;

CREATE INDEX request_owed ON request (closed_at) WHERE money = 'advanced';

CREATE INDEX resident_not_present ON resident (presence, away_reason) WHERE presence <> 'present' AND moved_out_on IS NULL;

CREATE INDEX seat_on_post ON seat (volunteer_id) WHERE state = 'on_post';

CREATE INDEX shift_post_start ON shift (post_id, starts_at);

CREATE INDEX stock_count_open ON stock_count (item_id) WHERE state IN ('requested', 'counted');

CREATE UNIQUE INDEX volunteer_initials_once ON volunteer (initials) WHERE demobilised_on IS NULL;
