CREATE TABLE branch (
	id VARCHAR(36) NOT NULL,
	code VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT code_not_empty CHECK (length(code) > 0),
	CONSTRAINT name_not_empty CHECK (length(name) > 0),
	UNIQUE (code)
);

CREATE TABLE saved_view (
	id VARCHAR(36) NOT NULL,
	screen VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	definition VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT definition_json CHECK (definition IS NULL OR json_valid(definition)),
	CONSTRAINT name_not_empty CHECK (length(name) > 0)
);

CREATE UNIQUE INDEX ux_saved_view ON saved_view (screen, name);

CREATE TABLE setting (
	id VARCHAR(36) NOT NULL,
	name VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT name_not_empty CHECK (length(name) > 0),
	UNIQUE (name)
);

CREATE TABLE client_card (
	docid INTEGER NOT NULL,
	client_id VARCHAR NOT NULL,
	name_key VARCHAR NOT NULL,
	other_readings VARCHAR NOT NULL,
	terms VARCHAR NOT NULL,
	paper_terms VARCHAR NOT NULL,
	tier VARCHAR NOT NULL,
	tier_rank INTEGER NOT NULL,
	assets INTEGER NOT NULL,
	debts INTEGER NOT NULL,
	risk_level INTEGER NOT NULL,
	assessed_until DATE,
	last_contact_on DATE NOT NULL,
	next_due_on DATE NOT NULL,
	id_expires_on DATE NOT NULL,
	PRIMARY KEY (docid),
	UNIQUE (client_id)
);

CREATE INDEX ix_card_next_due_on ON client_card (next_due_on, docid);

CREATE INDEX ix_card_tier_rank ON client_card (tier_rank, docid);

CREATE INDEX ix_client_card_assessed_until ON client_card (assessed_until);

CREATE INDEX ix_card_name_key ON client_card (name_key, docid);

CREATE INDEX ix_card_risk_level ON client_card (risk_level, docid);

CREATE INDEX ix_card_last_contact_on ON client_card (last_contact_on, docid);

CREATE INDEX ix_card_assets ON client_card (assets, docid);

CREATE INDEX ix_client_card_id_expires_on ON client_card (id_expires_on);

CREATE TABLE card_dirty (
	client_id VARCHAR NOT NULL,
	what INTEGER NOT NULL,
	PRIMARY KEY (client_id)
)
 WITHOUT ROWID;

CREATE TABLE household (
	id VARCHAR(36) NOT NULL,
	name VARCHAR NOT NULL,
	PRIMARY KEY (id)
);

CREATE TABLE erasure_order (
	id VARCHAR(36) NOT NULL,
	subject_id VARCHAR NOT NULL,
	ordered_at VARCHAR NOT NULL,
	ordered_by VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	restricted_until DATE,
	executed_at VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT status_one_of CHECK (status IN ('ordered', 'restricted', 'executed')),
	CONSTRAINT restricted_until_date CHECK (restricted_until IS date(restricted_until))
);

CREATE TABLE journal (
	seq INTEGER NOT NULL,
	instant VARCHAR NOT NULL,
	hlc VARCHAR NOT NULL,
	origin VARCHAR NOT NULL,
	actor VARCHAR NOT NULL,
	action VARCHAR NOT NULL,
	table_name VARCHAR NOT NULL,
	row_id VARCHAR NOT NULL,
	salt VARCHAR,
	payload VARCHAR,
	payload_hash VARCHAR NOT NULL,
	prev_hash VARCHAR NOT NULL,
	hash VARCHAR NOT NULL,
	PRIMARY KEY (seq)
);

CREATE INDEX ix_journal_row ON journal (table_name, row_id);

CREATE TABLE table_state (
	table_name VARCHAR NOT NULL,
	rows INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	PRIMARY KEY (table_name)
);

CREATE TABLE meta (
	name VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY (name)
);

CREATE TABLE bundle_sent (
	id VARCHAR(36) NOT NULL,
	name VARCHAR NOT NULL,
	epoch VARCHAR NOT NULL,
	seq INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	first_change INTEGER,
	last_change INTEGER,
	changes INTEGER NOT NULL,
	sha256 VARCHAR NOT NULL,
	prev_sha256 VARCHAR NOT NULL,
	signature VARCHAR NOT NULL,
	content BLOB,
	bytes INTEGER NOT NULL,
	sealed_at VARCHAR NOT NULL,
	delivered_at VARCHAR,
	acknowledged_at VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('delta', 'full', 'heartbeat', 'keys', 'wipe')),
	CONSTRAINT seq_range CHECK (seq IS NULL OR (typeof(seq) = 'integer' AND seq >= 1)),
	UNIQUE (name)
);

CREATE UNIQUE INDEX ux_bundle_sent ON bundle_sent (epoch, seq);

CREATE TABLE bundle_received (
	id VARCHAR(36) NOT NULL,
	name VARCHAR NOT NULL,
	sender VARCHAR NOT NULL,
	epoch VARCHAR NOT NULL,
	seq INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	received_at VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT status_one_of CHECK (status IN ('applied', 'duplicate', 'parked', 'quarantined'))
);

CREATE INDEX ix_bundle_received ON bundle_received (sender, epoch, seq);

CREATE TABLE "conflict" (
	id VARCHAR(36) NOT NULL,
	table_name VARCHAR NOT NULL,
	row_id VARCHAR NOT NULL,
	field VARCHAR NOT NULL,
	kept VARCHAR NOT NULL,
	lost VARCHAR NOT NULL,
	lost_origin VARCHAR NOT NULL,
	lost_hlc VARCHAR NOT NULL,
	found_at VARCHAR NOT NULL,
	settled_at VARCHAR,
	settled_by VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kept_json CHECK (kept IS NULL OR json_valid(kept)),
	CONSTRAINT lost_json CHECK (lost IS NULL OR json_valid(lost))
);

CREATE TABLE questionnaire (
	id VARCHAR(36) NOT NULL,
	code VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	effective_from DATE NOT NULL,
	sha256 VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT effective_from_date CHECK (effective_from IS date(effective_from))
);

CREATE UNIQUE INDEX ux_questionnaire ON questionnaire (code, version);

CREATE TABLE bulletin (
	id VARCHAR(36) NOT NULL,
	code VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	title_zh VARCHAR NOT NULL,
	title_en VARCHAR NOT NULL,
	body_zh VARCHAR NOT NULL,
	body_en VARCHAR NOT NULL,
	source VARCHAR NOT NULL,
	published_on DATE NOT NULL,
	effective_from DATE NOT NULL,
	affects VARCHAR NOT NULL,
	read_at VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT kind_not_empty CHECK (length(kind) > 0),
	CONSTRAINT published_on_date CHECK (published_on IS date(published_on)),
	CONSTRAINT effective_from_date CHECK (effective_from IS date(effective_from)),
	CONSTRAINT affects_json CHECK (affects IS NULL OR json_valid(affects)),
	UNIQUE (code)
);

CREATE INDEX ix_bulletin_published_on ON bulletin (published_on);

CREATE TABLE product (
	id VARCHAR(36) NOT NULL,
	code VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	effective_from DATE NOT NULL,
	kind VARCHAR NOT NULL,
	risk_level INTEGER,
	sha256 VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT effective_from_date CHECK (effective_from IS date(effective_from)),
	CONSTRAINT risk_level_range CHECK (risk_level IS NULL OR (typeof(risk_level) = 'integer' AND risk_level >= 1 AND risk_level <= 5))
);

CREATE UNIQUE INDEX ux_product ON product (code, version);

CREATE TABLE enrolment (
	id VARCHAR(36) NOT NULL,
	active BOOLEAN NOT NULL,
	terminal VARCHAR NOT NULL,
	branch VARCHAR NOT NULL,
	epoch VARCHAR NOT NULL,
	peer_epoch VARCHAR NOT NULL,
	signing_key VARCHAR NOT NULL,
	age_identity VARCHAR NOT NULL,
	head_office_key VARCHAR NOT NULL,
	recipients VARCHAR NOT NULL,
	recovery VARCHAR NOT NULL,
	keys_file VARCHAR NOT NULL,
	enrolled_at VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT active_bool CHECK (active IN (0, 1)),
	CONSTRAINT recipients_json CHECK (recipients IS NULL OR json_valid(recipients)),
	CONSTRAINT terminal_not_empty CHECK (length(terminal) > 0)
);

CREATE INDEX ix_enrolment_active ON enrolment (active);

CREATE TABLE published_file (
	id VARCHAR(36) NOT NULL,
	path VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	effective_from DATE NOT NULL,
	sha256 VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	bundle VARCHAR NOT NULL,
	received_at VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT path_not_empty CHECK (length(path) > 0),
	CONSTRAINT effective_from_date CHECK (effective_from IS date(effective_from))
);

CREATE INDEX ix_published_file_path ON published_file (path);

CREATE TABLE advisor (
	id VARCHAR(36) NOT NULL,
	staff_no VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	branch_id VARCHAR NOT NULL,
	role VARCHAR NOT NULL,
	active BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT staff_no_not_empty CHECK (length(staff_no) > 0),
	CONSTRAINT role_one_of CHECK (role IN ('advisor', 'lead')),
	CONSTRAINT active_bool CHECK (active IN (0, 1)),
	UNIQUE (staff_no),
	FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);

CREATE INDEX ix_advisor_branch_id ON advisor (branch_id);

CREATE TABLE staff_qualification (
	id VARCHAR(36) NOT NULL,
	advisor_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	certificate VARCHAR NOT NULL,
	valid_from DATE NOT NULL,
	valid_until DATE,
	PRIMARY KEY (id),
	CONSTRAINT valid_from_date CHECK (valid_from IS date(valid_from)),
	CONSTRAINT valid_until_date CHECK (valid_until IS date(valid_until)),
	CONSTRAINT valid_from_before_valid_until CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until),
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE CASCADE
);

CREATE INDEX ix_staff_qualification_advisor_id ON staff_qualification (advisor_id);

CREATE TABLE training (
	id VARCHAR(36) NOT NULL,
	advisor_id VARCHAR NOT NULL,
	topic VARCHAR NOT NULL,
	required BOOLEAN NOT NULL,
	completed_on DATE,
	valid_until DATE,
	score INTEGER,
	PRIMARY KEY (id),
	CONSTRAINT completed_on_date CHECK (completed_on IS date(completed_on)),
	CONSTRAINT valid_until_date CHECK (valid_until IS date(valid_until)),
	CONSTRAINT score_range CHECK (score IS NULL OR (typeof(score) = 'integer' AND score >= 0 AND score <= 100)),
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE CASCADE
);

CREATE INDEX ix_training_advisor_id ON training (advisor_id);

CREATE TABLE target (
	id VARCHAR(36) NOT NULL,
	advisor_id VARCHAR NOT NULL,
	metric VARCHAR NOT NULL,
	starts_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	goal INTEGER NOT NULL,
	formula VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT metric_one_of CHECK (metric IN ('satisfaction', 'new_loans', 'product_sales', 'follow_ups', 'interviews')),
	CONSTRAINT starts_on_date CHECK (starts_on IS date(starts_on)),
	CONSTRAINT ends_on_date CHECK (ends_on IS date(ends_on)),
	CONSTRAINT starts_on_before_ends_on CHECK (starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on),
	CONSTRAINT goal_range CHECK (goal IS NULL OR (typeof(goal) = 'integer' AND goal >= 0)),
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE CASCADE
);

CREATE INDEX ix_target_advisor_id ON target (advisor_id);

CREATE TABLE client (
	id VARCHAR(36) NOT NULL,
	number VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	sex VARCHAR,
	born_on DATE,
	phone VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	address VARCHAR NOT NULL,
	occupation VARCHAR NOT NULL,
	employer VARCHAR NOT NULL,
	nationality VARCHAR NOT NULL,
	tax_residence VARCHAR NOT NULL,
	education VARCHAR NOT NULL,
	tier VARCHAR NOT NULL,
	capacity VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	branch_id VARCHAR NOT NULL,
	opened_on DATE,
	guardian VARCHAR NOT NULL,
	remark VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT name_not_empty CHECK (length(name) > 0),
	CONSTRAINT number_not_empty CHECK (length(number) > 0),
	CONSTRAINT sex_one_of CHECK (sex IS NULL OR sex IN ('male', 'female')),
	CONSTRAINT capacity_one_of CHECK (capacity IN ('full', 'limited', 'none')),
	CONSTRAINT status_one_of CHECK (status IN ('prospect', 'active', 'restricted', 'closed')),
	CONSTRAINT born_on_date CHECK (born_on IS date(born_on)),
	CONSTRAINT opened_on_date CHECK (opened_on IS date(opened_on)),
	UNIQUE (number),
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);

CREATE INDEX ix_client_advisor_id ON client (advisor_id);

CREATE INDEX ix_client_name_phone ON client (name, phone);

CREATE INDEX ix_client_phone ON client (phone);

CREATE INDEX ix_client_birthday ON client (substr(born_on, 6));

CREATE TABLE agreement (
	id VARCHAR(36) NOT NULL,
	advisor_id VARCHAR,
	client_id VARCHAR,
	kind VARCHAR NOT NULL,
	form_number VARCHAR NOT NULL,
	signed_on DATE NOT NULL,
	ends_on DATE,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('confidentiality', 'code_of_conduct', 'service', 'data_processing')),
	CONSTRAINT signed_on_date CHECK (signed_on IS date(signed_on)),
	CONSTRAINT ends_on_date CHECK (ends_on IS date(ends_on)),
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_agreement_client_id ON agreement (client_id);

CREATE INDEX ix_agreement_advisor_id ON agreement (advisor_id);

CREATE TABLE assignment (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	starts_on DATE NOT NULL,
	ends_on DATE,
	reason VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT starts_on_date CHECK (starts_on IS date(starts_on)),
	CONSTRAINT ends_on_date CHECK (ends_on IS date(ends_on)),
	CONSTRAINT starts_on_before_ends_on CHECK (starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT
);

CREATE INDEX ix_assignment_advisor_id ON assignment (advisor_id);

CREATE INDEX ix_assignment_client_id ON assignment (client_id);

CREATE TABLE household_member (
	id VARCHAR(36) NOT NULL,
	household_id VARCHAR NOT NULL,
	client_id VARCHAR,
	name VARCHAR NOT NULL,
	role VARCHAR NOT NULL,
	born_on DATE,
	dependent BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT role_one_of CHECK (role IN ('self', 'spouse', 'child', 'parent', 'sibling', 'other')),
	CONSTRAINT born_on_date CHECK (born_on IS date(born_on)),
	CONSTRAINT dependent_bool CHECK (dependent IN (0, 1)),
	FOREIGN KEY(household_id) REFERENCES household (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_household_member_household_id ON household_member (household_id);

CREATE INDEX ix_household_member_client_id ON household_member (client_id);

CREATE TABLE client_relation (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	other_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_not_empty CHECK (length(kind) > 0),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(other_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ux_client_relation ON client_relation (client_id, other_id, kind);

CREATE INDEX ix_client_relation_other_id ON client_relation (other_id);

CREATE TABLE identity_document (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	number VARCHAR NOT NULL,
	issued_on DATE,
	expires_on DATE,
	long_term BOOLEAN NOT NULL,
	seen_on DATE,
	main BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('resident_id', 'passport', 'hk_macau_permit', 'taiwan_permit', 'foreigner_permit', 'military_id', 'household_register', 'other')),
	CONSTRAINT number_not_empty CHECK (length(number) > 0),
	CONSTRAINT issued_on_date CHECK (issued_on IS date(issued_on)),
	CONSTRAINT expires_on_date CHECK (expires_on IS date(expires_on)),
	CONSTRAINT seen_on_date CHECK (seen_on IS date(seen_on)),
	CONSTRAINT main_bool CHECK (main IN (0, 1)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_identity_document_client_id ON identity_document (client_id);

CREATE INDEX ix_identity_document_number ON identity_document (number);

CREATE INDEX ix_identity_document_expires_on ON identity_document (expires_on);

CREATE TABLE consent (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	given BOOLEAN NOT NULL,
	decided_on DATE NOT NULL,
	form_number VARCHAR NOT NULL,
	withdrawn_on DATE,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('sensitive_data', 'marketing', 'credit_query', 'recording', 'sharing')),
	CONSTRAINT given_bool CHECK (given IN (0, 1)),
	CONSTRAINT decided_on_date CHECK (decided_on IS date(decided_on)),
	CONSTRAINT withdrawn_on_date CHECK (withdrawn_on IS date(withdrawn_on)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_consent_client_id ON consent (client_id);

CREATE TABLE access_log (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR,
	advisor_id VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	what VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('reveal', 'print', 'export', 'copy')),
	CONSTRAINT what_not_empty CHECK (length(what) > 0),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT
);

CREATE INDEX ix_access_log_client_at ON access_log (client_id, at);

CREATE TABLE contact_log (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	channel VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	corrects_id VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT channel_one_of CHECK (channel IN ('visit', 'phone', 'wechat', 'video', 'home_visit', 'message', 'letter', 'other')),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(corrects_id) REFERENCES contact_log (id) ON DELETE RESTRICT
);

CREATE INDEX ix_contact_log_client_at ON contact_log (client_id, at);

CREATE INDEX ix_contact_log_corrects_id ON contact_log (corrects_id);

CREATE TABLE life_event (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	happens_on DATE NOT NULL,
	yearly BOOLEAN NOT NULL,
	lunar BOOLEAN NOT NULL,
	remark VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('birthday', 'marriage', 'child', 'school', 'house', 'job', 'retirement', 'illness', 'death', 'move', 'other')),
	CONSTRAINT happens_on_date CHECK (happens_on IS date(happens_on)),
	CONSTRAINT yearly_bool CHECK (yearly IN (0, 1)),
	CONSTRAINT lunar_bool CHECK (lunar IN (0, 1)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_life_event_client_id ON life_event (client_id);

CREATE TABLE interview (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	questionnaire_id VARCHAR NOT NULL,
	number INTEGER NOT NULL,
	status VARCHAR NOT NULL,
	question VARCHAR NOT NULL,
	started_at VARCHAR NOT NULL,
	completed_at VARCHAR,
	answered_by VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT status_one_of CHECK (status IN ('open', 'completed', 'abandoned')),
	CONSTRAINT answered_by_one_of CHECK (answered_by IN ('', 'client', 'guardian')),
	CONSTRAINT number_range CHECK (number IS NULL OR (typeof(number) = 'integer' AND number >= 1)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(questionnaire_id) REFERENCES questionnaire (id) ON DELETE RESTRICT
);

CREATE INDEX ix_interview_client_id ON interview (client_id);

CREATE TABLE holding (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	reference VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	product_code VARCHAR NOT NULL,
	currency VARCHAR NOT NULL,
	amount INTEGER NOT NULL,
	value INTEGER NOT NULL,
	units INTEGER,
	cost INTEGER,
	risk_level INTEGER,
	starts_on DATE,
	matures_on DATE,
	source VARCHAR NOT NULL,
	as_of DATE,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('current', 'deposit', 'structured', 'wmp', 'fund', 'insurance', 'trust', 'bond', 'bullion', 'stock', 'property', 'business', 'other')),
	CONSTRAINT name_not_empty CHECK (length(name) > 0),
	CONSTRAINT amount_range CHECK (amount IS NULL OR (typeof(amount) = 'integer' AND amount >= 0)),
	CONSTRAINT value_range CHECK (value IS NULL OR (typeof(value) = 'integer' AND value >= 0)),
	CONSTRAINT units_range CHECK (units IS NULL OR (typeof(units) = 'integer' AND units >= 0)),
	CONSTRAINT cost_range CHECK (cost IS NULL OR (typeof(cost) = 'integer' AND cost >= 0)),
	CONSTRAINT risk_level_range CHECK (risk_level IS NULL OR (typeof(risk_level) = 'integer' AND risk_level >= 1 AND risk_level <= 5)),
	CONSTRAINT starts_on_date CHECK (starts_on IS date(starts_on)),
	CONSTRAINT matures_on_date CHECK (matures_on IS date(matures_on)),
	CONSTRAINT as_of_date CHECK (as_of IS date(as_of)),
	CONSTRAINT source_one_of CHECK (source IN ('client', 'document', 'head_office', 'core_banking', 'interview')),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_holding_product ON holding (product_code) WHERE product_code <> '';

CREATE UNIQUE INDEX ux_holding_reference ON holding (client_id, reference);

CREATE INDEX ix_holding_matures_on ON holding (matures_on);

CREATE INDEX ix_holding_client_id ON holding (client_id);

CREATE TABLE liability (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	reference VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	lender VARCHAR NOT NULL,
	principal INTEGER,
	balance INTEGER NOT NULL,
	instalment INTEGER,
	rate INTEGER,
	starts_on DATE,
	ends_on DATE,
	source VARCHAR NOT NULL,
	as_of DATE,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('mortgage', 'consumer', 'business', 'car', 'card', 'student', 'private', 'other')),
	CONSTRAINT principal_range CHECK (principal IS NULL OR (typeof(principal) = 'integer' AND principal >= 0)),
	CONSTRAINT balance_range CHECK (balance IS NULL OR (typeof(balance) = 'integer' AND balance >= 0)),
	CONSTRAINT instalment_range CHECK (instalment IS NULL OR (typeof(instalment) = 'integer' AND instalment >= 0)),
	CONSTRAINT rate_range CHECK (rate IS NULL OR (typeof(rate) = 'integer' AND rate >= 0)),
	CONSTRAINT starts_on_date CHECK (starts_on IS date(starts_on)),
	CONSTRAINT ends_on_date CHECK (ends_on IS date(ends_on)),
	CONSTRAINT as_of_date CHECK (as_of IS date(as_of)),
	CONSTRAINT source_one_of CHECK (source IN ('client', 'document', 'head_office', 'core_banking', 'interview')),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_liability_client_id ON liability (client_id);

CREATE UNIQUE INDEX ux_liability_reference ON liability (client_id, reference);

CREATE TABLE cash_flow_item (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	direction VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	amount INTEGER NOT NULL,
	period VARCHAR NOT NULL,
	source VARCHAR NOT NULL,
	as_of DATE,
	PRIMARY KEY (id),
	CONSTRAINT direction_one_of CHECK (direction IN ('in', 'out')),
	CONSTRAINT period_one_of CHECK (period IN ('month', 'year', 'once')),
	CONSTRAINT amount_range CHECK (amount IS NULL OR (typeof(amount) = 'integer' AND amount >= 0)),
	CONSTRAINT source_one_of CHECK (source IN ('client', 'document', 'head_office', 'core_banking', 'interview')),
	CONSTRAINT as_of_date CHECK (as_of IS date(as_of)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_cash_flow_item_client_id ON cash_flow_item (client_id);

CREATE TABLE complaint (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR,
	number INTEGER NOT NULL,
	received_on DATE NOT NULL,
	channel VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	grade VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	handler_id VARCHAR,
	due_on DATE NOT NULL,
	extended BOOLEAN NOT NULL,
	extended_until DATE,
	decided_on DATE,
	decision VARCHAR NOT NULL,
	told_on DATE,
	PRIMARY KEY (id),
	CONSTRAINT status_one_of CHECK (status IN ('open', 'decided', 'withdrawn', 'closed')),
	CONSTRAINT grade_one_of CHECK (grade IN ('simple', 'complex')),
	CONSTRAINT number_range CHECK (number IS NULL OR (typeof(number) = 'integer' AND number >= 1)),
	CONSTRAINT received_on_date CHECK (received_on IS date(received_on)),
	CONSTRAINT due_on_date CHECK (due_on IS date(due_on)),
	CONSTRAINT extended_until_date CHECK (extended_until IS date(extended_until)),
	CONSTRAINT decided_on_date CHECK (decided_on IS date(decided_on)),
	CONSTRAINT told_on_date CHECK (told_on IS date(told_on)),
	CONSTRAINT extended_bool CHECK (extended IN (0, 1)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(handler_id) REFERENCES advisor (id) ON DELETE RESTRICT
);

CREATE INDEX ix_complaint_status_due ON complaint (status, due_on);

CREATE INDEX ix_complaint_client_id ON complaint (client_id);

CREATE TABLE answer (
	id VARCHAR(36) NOT NULL,
	interview_id VARCHAR NOT NULL,
	client_id VARCHAR NOT NULL,
	question VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	note VARCHAR NOT NULL,
	answered_at VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT state_one_of CHECK (state IN ('answered', 'later', 'declined')),
	CONSTRAINT value_json CHECK (value IS NULL OR json_valid(value)),
	FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ux_answer ON answer (interview_id, question);

CREATE INDEX ix_answer_client_id ON answer (client_id);

CREATE TABLE risk_assessment (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	interview_id VARCHAR,
	score INTEGER,
	level INTEGER NOT NULL,
	lowest_class BOOLEAN NOT NULL,
	previous_level INTEGER,
	level_change_confirmed BOOLEAN NOT NULL,
	assessed_on DATE NOT NULL,
	valid_until DATE NOT NULL,
	source VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT level_range CHECK (level IS NULL OR (typeof(level) = 'integer' AND level >= 1 AND level <= 5)),
	CONSTRAINT previous_level_range CHECK (previous_level IS NULL OR (typeof(previous_level) = 'integer' AND previous_level >= 1 AND previous_level <= 5)),
	CONSTRAINT score_range CHECK (score IS NULL OR (typeof(score) = 'integer' AND score >= 0)),
	CONSTRAINT lowest_class_bool CHECK (lowest_class IN (0, 1)),
	CONSTRAINT level_change_confirmed_bool CHECK (level_change_confirmed IN (0, 1)),
	CONSTRAINT assessed_on_date CHECK (assessed_on IS date(assessed_on)),
	CONSTRAINT valid_until_date CHECK (valid_until IS date(valid_until)),
	CONSTRAINT assessed_on_before_valid_until CHECK (assessed_on IS NULL OR valid_until IS NULL OR assessed_on <= valid_until),
	CONSTRAINT source_one_of CHECK (source IN ('interview', 'import', 'head_office')),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE
);

CREATE INDEX ix_risk_assessment_interview_id ON risk_assessment (interview_id);

CREATE INDEX ix_risk_assessment_client_on ON risk_assessment (client_id, assessed_on);

CREATE TABLE goal (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	interview_id VARCHAR,
	kind VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	amount INTEGER,
	due_on DATE,
	priority INTEGER NOT NULL,
	saved INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('retirement', 'education', 'house', 'wedding', 'parents', 'emergency', 'protection', 'free')),
	CONSTRAINT amount_range CHECK (amount IS NULL OR (typeof(amount) = 'integer' AND amount >= 0)),
	CONSTRAINT saved_range CHECK (saved IS NULL OR (typeof(saved) = 'integer' AND saved >= 0)),
	CONSTRAINT priority_range CHECK (priority IS NULL OR (typeof(priority) = 'integer' AND priority >= 1)),
	CONSTRAINT due_on_date CHECK (due_on IS date(due_on)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE
);

CREATE INDEX ix_goal_client_id ON goal (client_id);

CREATE INDEX ix_goal_interview_id ON goal (interview_id);

CREATE TABLE need (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	interview_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	size INTEGER,
	params VARCHAR NOT NULL,
	evidence VARCHAR NOT NULL,
	priority INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT size_range CHECK (size IS NULL OR (typeof(size) = 'integer' AND size >= 0)),
	CONSTRAINT params_json CHECK (params IS NULL OR json_valid(params)),
	CONSTRAINT evidence_json CHECK (evidence IS NULL OR json_valid(evidence)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE
);

CREATE INDEX ix_need_client_id ON need (client_id);

CREATE INDEX ix_need_interview_id ON need (interview_id);

CREATE TABLE loan_case (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	interview_id VARCHAR,
	number INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	amount INTEGER NOT NULL,
	term_months INTEGER,
	rate INTEGER,
	purpose VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	applied_on DATE NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_one_of CHECK (kind IN ('mortgage', 'consumer', 'business', 'car', 'student')),
	CONSTRAINT status_one_of CHECK (status IN ('enquiry', 'collecting', 'submitted', 'approved', 'refused', 'signed', 'paid_out', 'withdrawn')),
	CONSTRAINT number_range CHECK (number IS NULL OR (typeof(number) = 'integer' AND number >= 1)),
	CONSTRAINT amount_range CHECK (amount IS NULL OR (typeof(amount) = 'integer' AND amount >= 0)),
	CONSTRAINT term_months_range CHECK (term_months IS NULL OR (typeof(term_months) = 'integer' AND term_months >= 1)),
	CONSTRAINT rate_range CHECK (rate IS NULL OR (typeof(rate) = 'integer' AND rate >= 0)),
	CONSTRAINT applied_on_date CHECK (applied_on IS date(applied_on)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE RESTRICT
);

CREATE INDEX ix_loan_case_client_id ON loan_case (client_id);

CREATE TABLE loan_document (
	id VARCHAR(36) NOT NULL,
	loan_case_id VARCHAR NOT NULL,
	client_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	required BOOLEAN NOT NULL,
	received_on DATE,
	remark VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT required_bool CHECK (required IN (0, 1)),
	CONSTRAINT received_on_date CHECK (received_on IS date(received_on)),
	FOREIGN KEY(loan_case_id) REFERENCES loan_case (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_loan_document_loan_case_id ON loan_document (loan_case_id);

CREATE TABLE credit_decision (
	id VARCHAR(36) NOT NULL,
	loan_case_id VARCHAR NOT NULL,
	client_id VARCHAR NOT NULL,
	decision VARCHAR NOT NULL,
	amount INTEGER,
	term_months INTEGER,
	rate INTEGER,
	conditions VARCHAR NOT NULL,
	decided_by VARCHAR NOT NULL,
	decided_on DATE NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT decision_one_of CHECK (decision IN ('approved', 'approved_with_conditions', 'refused', 'returned')),
	CONSTRAINT amount_range CHECK (amount IS NULL OR (typeof(amount) = 'integer' AND amount >= 0)),
	CONSTRAINT rate_range CHECK (rate IS NULL OR (typeof(rate) = 'integer' AND rate >= 0)),
	CONSTRAINT term_months_range CHECK (term_months IS NULL OR (typeof(term_months) = 'integer' AND term_months >= 1)),
	CONSTRAINT decided_on_date CHECK (decided_on IS date(decided_on)),
	FOREIGN KEY(loan_case_id) REFERENCES loan_case (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);

CREATE INDEX ix_credit_decision_loan_case_id ON credit_decision (loan_case_id);

CREATE TABLE proposal (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	number INTEGER NOT NULL,
	version INTEGER NOT NULL,
	status VARCHAR NOT NULL,
	investable INTEGER NOT NULL,
	assessment_id VARCHAR,
	interview_id VARCHAR,
	based_on_id VARCHAR,
	asked VARCHAR NOT NULL,
	note VARCHAR NOT NULL,
	created_at VARCHAR NOT NULL,
	presented_at VARCHAR,
	decided_at VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT status_one_of CHECK (status IN ('draft', 'presented', 'accepted', 'declined', 'withdrawn', 'superseded')),
	CONSTRAINT number_range CHECK (number IS NULL OR (typeof(number) = 'integer' AND number >= 1)),
	CONSTRAINT version_range CHECK (version IS NULL OR (typeof(version) = 'integer' AND version >= 1)),
	CONSTRAINT investable_range CHECK (investable IS NULL OR (typeof(investable) = 'integer' AND investable >= 0)),
	CONSTRAINT asked_json CHECK (asked IS NULL OR json_valid(asked)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(assessment_id) REFERENCES risk_assessment (id) ON DELETE RESTRICT,
	FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE RESTRICT,
	FOREIGN KEY(based_on_id) REFERENCES proposal (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ux_proposal ON proposal (client_id, number, version);

CREATE INDEX ix_proposal_based_on_id ON proposal (based_on_id);

CREATE TABLE proposal_line (
	id VARCHAR(36) NOT NULL,
	proposal_id VARCHAR NOT NULL,
	client_id VARCHAR NOT NULL,
	product_id VARCHAR NOT NULL,
	position INTEGER NOT NULL,
	amount INTEGER NOT NULL,
	held INTEGER NOT NULL,
	pay VARCHAR NOT NULL,
	pay_years INTEGER,
	origin VARCHAR NOT NULL,
	goal_id VARCHAR,
	need_id VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT amount_range CHECK (amount IS NULL OR (typeof(amount) = 'integer' AND amount >= 0)),
	CONSTRAINT held_range CHECK (held IS NULL OR (typeof(held) = 'integer' AND held >= 0)),
	CONSTRAINT position_range CHECK (position IS NULL OR (typeof(position) = 'integer' AND position >= 1)),
	CONSTRAINT pay_years_range CHECK (pay_years IS NULL OR (typeof(pay_years) = 'integer' AND pay_years >= 1)),
	CONSTRAINT pay_one_of CHECK (pay IN ('', 'single', 'annual')),
	CONSTRAINT origin_one_of CHECK (origin IN ('advisor', 'client', 'insists')),
	FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE RESTRICT,
	FOREIGN KEY(goal_id) REFERENCES goal (id) ON DELETE RESTRICT,
	FOREIGN KEY(need_id) REFERENCES need (id) ON DELETE RESTRICT
);

CREATE INDEX ix_proposal_line_proposal_id ON proposal_line (proposal_id);

CREATE TABLE confirmation (
	id VARCHAR(36) NOT NULL,
	proposal_id VARCHAR NOT NULL,
	client_id VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	decision VARCHAR NOT NULL,
	form_number VARCHAR NOT NULL,
	witness VARCHAR NOT NULL,
	recording_ref VARCHAR NOT NULL,
	proposal_sha256 VARCHAR NOT NULL,
	confirmed_at VARCHAR NOT NULL,
	remark VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT decision_one_of CHECK (decision IN ('accepted', 'declined')),
	CONSTRAINT form_number_not_empty CHECK (length(form_number) > 0),
	CONSTRAINT witness_not_empty CHECK (length(witness) > 0),
	FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT
);

CREATE INDEX ix_confirmation_proposal_id ON confirmation (proposal_id);

CREATE INDEX ix_confirmation_client_id ON confirmation (client_id);

CREATE TABLE task (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR,
	advisor_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	params VARCHAR NOT NULL,
	due_on DATE NOT NULL,
	due_time VARCHAR NOT NULL,
	priority INTEGER NOT NULL,
	status VARCHAR NOT NULL,
	snoozed_until DATE,
	note VARCHAR NOT NULL,
	proposal_id VARCHAR,
	loan_case_id VARCHAR,
	subject VARCHAR NOT NULL,
	created_at VARCHAR NOT NULL,
	done_at VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT status_one_of CHECK (status IN ('open', 'done', 'cancelled')),
	CONSTRAINT kind_not_empty CHECK (length(kind) > 0),
	CONSTRAINT due_on_date CHECK (due_on IS date(due_on)),
	CONSTRAINT snoozed_until_date CHECK (snoozed_until IS date(snoozed_until)),
	CONSTRAINT priority_range CHECK (priority IS NULL OR (typeof(priority) = 'integer' AND priority >= 1 AND priority <= 9)),
	CONSTRAINT params_json CHECK (params IS NULL OR json_valid(params)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE RESTRICT,
	FOREIGN KEY(loan_case_id) REFERENCES loan_case (id) ON DELETE RESTRICT
);

CREATE INDEX ix_task_loan_case_id ON task (loan_case_id);

CREATE INDEX ix_task_subject ON task (subject);

CREATE INDEX ix_task_proposal_id ON task (proposal_id);

CREATE INDEX ix_task_status_due ON task (status, due_on);

CREATE INDEX ix_task_client_id ON task (client_id);

CREATE TABLE follow_up (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	advisor_id VARCHAR NOT NULL,
	planned_on DATE NOT NULL,
	planned_time VARCHAR NOT NULL,
	minutes INTEGER NOT NULL,
	channel VARCHAR NOT NULL,
	purpose VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	outcome VARCHAR NOT NULL,
	satisfaction INTEGER,
	done_at VARCHAR,
	proposal_id VARCHAR,
	after_id VARCHAR,
	PRIMARY KEY (id),
	CONSTRAINT status_one_of CHECK (status IN ('planned', 'done', 'missed', 'cancelled')),
	CONSTRAINT channel_one_of CHECK (channel IN ('visit', 'phone', 'wechat', 'video', 'home_visit', 'message', 'letter', 'other')),
	CONSTRAINT planned_on_date CHECK (planned_on IS date(planned_on)),
	CONSTRAINT satisfaction_range CHECK (satisfaction IS NULL OR (typeof(satisfaction) = 'integer' AND satisfaction >= 1 AND satisfaction <= 5)),
	CONSTRAINT minutes_range CHECK (minutes IS NULL OR (typeof(minutes) = 'integer' AND minutes >= 5 AND minutes <= 600)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(advisor_id) REFERENCES advisor (id) ON DELETE RESTRICT,
	FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE RESTRICT,
	FOREIGN KEY(after_id) REFERENCES follow_up (id) ON DELETE RESTRICT
);

CREATE INDEX ix_follow_up_proposal_id ON follow_up (proposal_id);

CREATE INDEX ix_follow_up_status_on ON follow_up (status, planned_on);

CREATE INDEX ix_follow_up_client_on ON follow_up (client_id, planned_on);

CREATE INDEX ix_follow_up_after_id ON follow_up (after_id);

CREATE TABLE finding (
	id VARCHAR(36) NOT NULL,
	proposal_id VARCHAR NOT NULL,
	client_id VARCHAR NOT NULL,
	line_id VARCHAR,
	rule VARCHAR NOT NULL,
	verdict VARCHAR NOT NULL,
	must_do VARCHAR NOT NULL,
	params VARCHAR NOT NULL,
	article VARCHAR NOT NULL,
	checked_on DATE NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT verdict_one_of CHECK (verdict IN ('forbidden', 'warn', 'allowed', 'missing')),
	CONSTRAINT must_do_json CHECK (must_do IS NULL OR json_valid(must_do)),
	CONSTRAINT params_json CHECK (params IS NULL OR json_valid(params)),
	CONSTRAINT checked_on_date CHECK (checked_on IS date(checked_on)),
	FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(line_id) REFERENCES proposal_line (id) ON DELETE CASCADE
);

CREATE INDEX ix_finding_line_id ON finding (line_id);

CREATE INDEX ix_finding_proposal_id ON finding (proposal_id);

CREATE TABLE disclosure (
	id VARCHAR(36) NOT NULL,
	confirmation_id VARCHAR,
	proposal_id VARCHAR NOT NULL,
	client_id VARCHAR NOT NULL,
	product_id VARCHAR,
	kind VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	disclosed_at VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_not_empty CHECK (length(kind) > 0),
	FOREIGN KEY(confirmation_id) REFERENCES confirmation (id) ON DELETE CASCADE,
	FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE CASCADE,
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE RESTRICT
);

CREATE INDEX ix_disclosure_proposal_id ON disclosure (proposal_id);

CREATE INDEX ix_disclosure_confirmation_id ON disclosure (confirmation_id);

CREATE TABLE feedback (
	id VARCHAR(36) NOT NULL,
	client_id VARCHAR NOT NULL,
	follow_up_id VARCHAR,
	score INTEGER NOT NULL,
	comment VARCHAR NOT NULL,
	given_on DATE NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT score_range CHECK (score IS NULL OR (typeof(score) = 'integer' AND score >= 1 AND score <= 5)),
	CONSTRAINT given_on_date CHECK (given_on IS date(given_on)),
	FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
	FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE CASCADE
);

CREATE INDEX ix_feedback_client_id ON feedback (client_id);

CREATE INDEX ix_feedback_follow_up_id ON feedback (follow_up_id);

CREATE INDEX ix_feedback_given_on ON feedback (given_on);

CREATE VIRTUAL TABLE client_search USING fts5(terms, content='', contentless_delete=1, detail='none', prefix='1 2 3', tokenize='ascii');

CREATE VIRTUAL TABLE paper_search USING fts5(terms, content='', contentless_delete=1, detail='none', prefix='2 3', tokenize='ascii');
