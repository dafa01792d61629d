BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE branches (
	id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_branches PRIMARY KEY (id), 
	CONSTRAINT uq_branches_name UNIQUE (name)
);
INSERT INTO "branches" VALUES(1,'基础医学部党支部');
INSERT INTO "branches" VALUES(2,'药学系党支部');
CREATE TABLE cards (
	id VARCHAR(32) NOT NULL, 
	chat_id BIGINT NOT NULL, 
	telegram_id BIGINT, 
	version INTEGER NOT NULL, 
	offers TEXT NOT NULL, 
	message_id BIGINT, 
	made_at DATETIME NOT NULL, worn_id BIGINT, 
	CONSTRAINT pk_cards PRIMARY KEY (id)
);
INSERT INTO "cards" VALUES('AiC-Edw3szACl7eB',500000021,500000021,2,'[{"do":"choose","go":"talk","value":"agree"},{"do":"choose","go":"talk","value":"decline"},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',2,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('Ng8H8HDuQUObEVTN',500000004,500000004,8,'[{"go":"change_check_in","id":"uzcYlEPTLgiwitNo"},{"go":"withdraw_check_in","id":"uzcYlEPTLgiwitNo"},{"go":"check_ins","month":"2008-06"}]',4,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('St3NpoLMwOtr6-U5',500000004,500000004,5,'[{"go":"show_check_in","id":"uzcYlEPTLgiwitNo"}]',7,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('HGHk61abv0jUchEJ',500000005,500000005,9,'[{"go":"show_story","id":"zbimhHs2vfe-O1w8"},{"go":"submit_story","new":true}]',8,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('_5GJ4GIKhIQagh6J',500000018,500000018,7,'[]',6,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('B6XReNydpkPTFaco',500000018,500000018,2,'[{"go":"notice_report","id":"RhDxf8qN4XrfnYk0"}]',7,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('2BlsLuxSBUyRiWnc',-4000000002,NULL,1,'[]',6,'2008-07-04 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('JNwftkSqQTADxCTd',500000015,500000015,1,'[{"branch":2,"go":"duty","item":"spring-inspection"}]',4,'2008-07-04 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('oxzuN1HzhnqYZn63',500000014,500000014,1,'[{"branch":1,"go":"duty","item":"spring-inspection"}]',4,'2008-07-04 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('uS2cYCjjxjGtiUMf',-4000000001,NULL,1,'[]',6,'2008-07-04 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('oANBQqBatMcqqB6f',500000001,500000001,3,'[{"do":"toggle","go":"talk","value":"congress"},{"do":"toggle","go":"talk","value":"reform"},{"do":"toggle","go":"talk","value":"olympics"},{"do":"toggle","go":"talk","value":"civility"},{"do":"toggle","go":"talk","value":"anniversary"},{"do":"done","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',3,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('LwJGuj4hYmH50zr-',500000002,500000002,4,'[{"do":"skip","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',5,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('-dDnWRCSNKjadqcf',500000007,500000007,2,'[{"do":"toggle","go":"talk","value":"congress"},{"do":"toggle","go":"talk","value":"reform"},{"do":"toggle","go":"talk","value":"olympics"},{"do":"toggle","go":"talk","value":"civility"},{"do":"toggle","go":"talk","value":"anniversary"},{"do":"done","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',3,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('IJ5mAJuAKfWCc-Tc',500000003,500000003,6,'[{"do":"done","go":"talk","value":null},{"do":"clear","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',11,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('iBba6zGZTIbyoTAM',500000012,500000012,10,'[{"do":"done","go":"talk","value":null},{"do":"clear","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',14,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('_Z6qSnRqR4EdP77_',500000004,500000004,10,'[{"do":"keep","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',16,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('cscsHPF1FawRiFmk',500000005,500000005,7,'[{"do":"change","go":"talk","value":"activity"},{"do":"change","go":"talk","value":"themes"},{"do":"change","go":"talk","value":"done"},{"do":"change","go":"talk","value":"effect"},{"do":"change","go":"talk","value":"evidence"},{"do":"change","go":"talk","value":"happened_on"},{"do":"change","go":"talk","value":"work"},{"do":"back","go":"talk","value":null}]',13,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('VKJ45d1lZQJPXYop',500000006,500000006,5,'[{"go":"resume","talk":"2yomhKZl5RzSaJaF"}]',5,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('pEVtZXYDTbLWvjfB',500000010,500000010,2,'[]',3,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('_MT4CotlXjMK0A0q',500000009,500000009,2,'[{"do":"choose","go":"talk","value":"teacher-ethics"},{"do":"choose","go":"talk","value":"student-guidance"},{"do":"choose","go":"talk","value":"teaching-quality"},{"do":"choose","go":"talk","value":"fine-course"},{"do":"choose","go":"talk","value":"discipline"},{"do":"choose","go":"talk","value":"research"},{"do":"choose","go":"talk","value":"good-teacher"},{"do":"choose","go":"talk","value":"other"},{"do":"leave","go":"talk","value":null}]',5,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('2DXW-ec5zKWIB8Ac',500000013,500000013,8,'[{"go":"change_check_in","id":"e136mT3Li5r8DDal"},{"go":"withdraw_check_in","id":"e136mT3Li5r8DDal"},{"go":"check_ins","month":"2008-07"}]',5,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('hRDhK9Ib3jKp9C8n',500000013,500000013,10,'[{"go":"change_story","id":"DY9SYfzj9znp0R26"},{"go":"withdraw_story","id":"DY9SYfzj9znp0R26"},{"go":"story_consent","id":"DY9SYfzj9znp0R26"},{"go":"stories","month":"2008-07"}]',13,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('djgTDrD64qGsSGL5',500000013,500000013,1,'[{"go":"check_ins","month":"2008-07"},{"go":"stories","month":"2008-07"},{"go":"check_in"},{"go":"submit_story"},{"go":"progress","month":"2008-06"}]',15,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('mqdNZnofJd7wXYSz',500000015,500000015,1,'[{"go":"check_in"},{"go":"submit_story"},{"go":"progress","month":"2008-06"},{"go":"progress","month":"2008-07"},{"branch":2,"go":"progress","month":"2008-07","of":"branch"}]',6,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('_ZLqkh-_oXLNABS2',500000015,500000015,2,'[{"branch":2,"do":"done","go":"duty","item":"read-notice"},{"branch":2,"go":"todo"}]',8,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('TYdVeBbHRARLiSFI',500000015,500000015,1,'[{"go":"check_in"},{"go":"submit_story"},{"go":"progress"},{"go":"drafts"},{"go":"todo"},{"go":"link"},{"go":"help"}]',10,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('WkE2u735Q0B9RcK9',500000020,500000020,2,'[{"branch":1,"go":"progress","month":"2008-07","of":"branch"},{"branch":2,"go":"progress","month":"2008-07","of":"branch"},{"branch":null,"go":"progress","month":"2008-07","of":"school"}]',2,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('UDjtnxubXJrHBuwv',500000020,500000020,1,'[{"go":"progress"},{"go":"drafts"},{"go":"todo"},{"go":"help"}]',4,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('1YyjslLJSpeLUyhr',500000006,500000006,1,'[{"go":"resume","talk":"2yomhKZl5RzSaJaF"},{"go":"drop_draft","talk":"2yomhKZl5RzSaJaF"}]',7,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('TcIOvM8HArJjPGr1',500000020,500000020,2,'[{"branch":1,"go":"progress","month":"2008-07","of":"branch"},{"branch":null,"go":"progress","month":"2008-07","of":"school"}]',6,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('GoUDQaU2BkTKGeyv',500000015,500000015,3,'[{"go":"show_check_in","id":"e136mT3Li5r8DDal"},{"branch":2,"go":"progress","month":"2008-07","of":"branch"}]',12,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('aIE110j1q1XTxfja',500000015,500000015,3,'[{"go":"show_story","id":"DY9SYfzj9znp0R26"},{"branch":2,"go":"progress","month":"2008-07","of":"branch"}]',14,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('o9JdYqAPUEIC54cw',500000014,500000014,3,'[{"branch":1,"go":"progress","month":"2008-07","of":"branch"}]',8,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('orOZT9DkFLsx5wou',500000013,500000013,2,'[{"go":"show_check_in","id":"e136mT3Li5r8DDal"},{"go":"progress","month":"2008-07"}]',19,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('SuLhGHG6Q_pSxEy-',500000013,500000013,3,'[{"go":"change_story","id":"DY9SYfzj9znp0R26"},{"go":"withdraw_story","id":"DY9SYfzj9znp0R26"},{"go":"story_consent","id":"DY9SYfzj9znp0R26"},{"go":"stories","month":"2008-07"}]',21,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('IM6KHwxV6jCK0AF0',500000013,500000013,4,'[{"go":"story_consent","id":"DY9SYfzj9znp0R26","to":"named"},{"go":"story_consent","id":"DY9SYfzj9znp0R26","to":"unnamed"},{"go":"story_consent","id":"DY9SYfzj9znp0R26","to":"none"},{"go":"show_story","id":"DY9SYfzj9znp0R26"}]',23,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('kr2YC8WlIrK1sNvr',500000013,500000013,4,'[{"go":"withdraw_story","id":"DY9SYfzj9znp0R26","sure":true},{"go":"show_story","id":"DY9SYfzj9znp0R26"}]',25,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('AFIa6qy1JyAr4BI4',500000013,500000013,5,'[]',27,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('TtJrSuyR7AZppq6C',500000020,500000020,2,'[{"branch":null,"go":"records","month":"2008-06","of":"check_ins"},{"branch":null,"go":"records","month":"2008-06","of":"stories"},{"go":"branch_board","month":"2008-06"},{"go":"silent_branches","month":"2008-06"},{"branch":null,"go":"progress","month":"2008-05","of":"school"},{"branch":null,"go":"progress","month":"2008-07","of":"school"}]',8,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('vVrvEiP3Hol6dEIA',500000006,500000006,2,'[{"go":"drop_draft","sure":true,"talk":"2yomhKZl5RzSaJaF"},{"go":"drafts"}]',9,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('tkBq0mRrilUvmIsU',500000004,500000004,5,'[{"go":"show_check_in","id":"uzcYlEPTLgiwitNo"}]',18,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('mVUxHtXQD2jMzldb',500000019,500000019,1,'[{"branch":1,"go":"link"},{"branch":2,"go":"link"}]',2,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('dls-B4RtTZPOQrXp',500000017,500000017,1,'[{"go":"broadcast","new":true},{"go":"notice","id":"RhDxf8qN4XrfnYk0"}]',2,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('BkKKLO_AaT0IY0yL',500000017,500000017,7,'[]',7,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('Eh9VG81iRxoURrKz',500000017,500000017,2,'[{"act":"pause","go":"notice_act","id":"yCyolLPMGpSQ3x3_"},{"act":"cancel","go":"notice_act","id":"yCyolLPMGpSQ3x3_"}]',8,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('o2jBe3O0HVAyXod3',500000016,500000016,1,'[{"go":"broadcast","new":true},{"go":"notice","id":"yCyolLPMGpSQ3x3_"},{"go":"notice","id":"RhDxf8qN4XrfnYk0"}]',2,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('ujZV1O85DppqwRwp',500000016,500000016,7,'[]',7,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('2KuLBFpoqKAZtD7c',500000016,500000016,3,'[{"act":"resume","go":"notice_act","id":"_c9lF8AjsWx-aWt2"},{"act":"cancel","go":"notice_act","id":"_c9lF8AjsWx-aWt2"}]',8,'2008-07-07 07:00:00.000000',NULL);
INSERT INTO "cards" VALUES('v2KxyyYLSH-7ij9O',500000016,500000016,1,'[{"go":"broadcast","new":true},{"go":"notice","id":"_c9lF8AjsWx-aWt2"},{"go":"notice","id":"yCyolLPMGpSQ3x3_"},{"go":"notice","id":"RhDxf8qN4XrfnYk0"}]',10,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('3Uo4k3T3ifM4Y4o0',500000016,500000016,7,'[]',16,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('f7sh87My_BdibjQy',500000016,500000016,2,'[{"act":"pause","go":"notice_act","id":"yz3s1UJAo5Tsl_ib"},{"act":"cancel","go":"notice_act","id":"yz3s1UJAo5Tsl_ib"}]',17,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('PgIhWapjXTQdLLG4',500000017,500000017,1,'[{"go":"broadcast","new":true},{"go":"notice","id":"yz3s1UJAo5Tsl_ib"},{"go":"notice","id":"_c9lF8AjsWx-aWt2"},{"go":"notice","id":"yCyolLPMGpSQ3x3_"},{"go":"notice","id":"RhDxf8qN4XrfnYk0"}]',10,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('xNLdfp7mr1jCBLFo',500000017,500000017,7,'[]',15,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('Xz1DkVHrBHvd4VR6',500000019,500000019,1,'[{"act":"consent","go":"notice_consent","id":"_b4LpALDmzYkgZhD"},{"act":"decline","go":"notice_consent","id":"_b4LpALDmzYkgZhD"}]',4,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('daV-CX3_CghodM_Q',500000016,500000016,1,'[{"act":"consent","go":"notice_consent","id":"_b4LpALDmzYkgZhD"},{"act":"decline","go":"notice_consent","id":"_b4LpALDmzYkgZhD"}]',19,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('fA-QIKBwrVOaTiQH',500000018,500000018,1,'[{"act":"consent","go":"notice_consent","id":"_b4LpALDmzYkgZhD"},{"act":"decline","go":"notice_consent","id":"_b4LpALDmzYkgZhD"}]',9,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('lrpWtnogMxiyaXgB',500000017,500000017,1,'[{"act":"cancel","go":"notice_act","id":"_b4LpALDmzYkgZhD"}]',16,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('gwq9xuNIxSBSDiYR',500000018,500000018,1,'[{"go":"broadcast","new":true},{"go":"notice","id":"_b4LpALDmzYkgZhD"},{"go":"notice","id":"yz3s1UJAo5Tsl_ib"},{"go":"notice","id":"_c9lF8AjsWx-aWt2"},{"go":"notice","id":"yCyolLPMGpSQ3x3_"},{"go":"notice","id":"RhDxf8qN4XrfnYk0"}]',11,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('lvCkNvenzlhq94cw',500000018,500000018,18,'[]',36,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('Q1LnO3bcMM0LQVOv',500000018,500000018,2,'[{"act":"pause","go":"notice_act","id":"-d1mTM8PkB13h_D3"},{"act":"cancel","go":"notice_act","id":"-d1mTM8PkB13h_D3"}]',37,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('S8SB54uWfpaXw0cv',500000017,500000017,2,'[]',25,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('SuV8akja6zEOuUpR',500000019,500000019,2,'[]',13,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('XB-aVu5A1Dxu9XWo',500000016,500000016,2,'[{"act":"cancel","go":"notice_act","id":"-d1mTM8PkB13h_D3"}]',28,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('jRFj6xXmzrzpA29q',500000017,500000017,1,'[{"go":"broadcast","new":true},{"go":"notice","id":"-d1mTM8PkB13h_D3"},{"go":"notice","id":"_b4LpALDmzYkgZhD"},{"go":"notice","id":"yz3s1UJAo5Tsl_ib"},{"go":"notice","id":"_c9lF8AjsWx-aWt2"},{"go":"notice","id":"yCyolLPMGpSQ3x3_"}]',27,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('deFnEZfTkyQtc1WQ',500000017,500000017,6,'[{"do":"confirm","go":"talk","value":null},{"do":"list","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',30,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('Px4idtWF-EDYFX69',500000011,500000011,6,'[{"do":"done","go":"talk","value":null},{"do":"clear","go":"talk","value":null},{"do":"back","go":"talk","value":null},{"do":"leave","go":"talk","value":null}]',9,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('X2Hmz-uucqad3UzA',500000019,500000019,1,'[{"act":"cancel","go":"notice_act","id":"upload-photo"}]',15,'2008-07-07 07:02:00.000000',NULL);
INSERT INTO "cards" VALUES('lgGB9nx6u3kuVSvZ',500000014,500000014,1,'[{"branch":1,"go":"duty","item":"spring-inspection"}]',NULL,'2008-07-08 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('mEIbxoZVxZy6LCD3',-4000000002,NULL,1,'[]',NULL,'2008-07-08 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('pB98UJAlME_Zrp9d',-4000000001,NULL,1,'[]',NULL,'2008-07-08 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('yC6Xdd5W4BKvuXDA',500000015,500000015,1,'[{"branch":2,"go":"duty","item":"spring-inspection"}]',NULL,'2008-07-08 01:00:00.000000',NULL);
INSERT INTO "cards" VALUES('kg3JPg83BCSns9bi',500000019,500000019,1,'[{"act":"cancel","go":"notice_act","id":"upload-document"}]',NULL,'2008-07-08 01:01:00.000000',NULL);
CREATE TABLE check_ins (
	id VARCHAR(32) NOT NULL, 
	person_id INTEGER NOT NULL, 
	branch_id INTEGER, 
	month VARCHAR(7) NOT NULL, 
	happened_on DATE NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_check_ins PRIMARY KEY (id), 
	CONSTRAINT fk_check_ins_branch_id_branches FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_check_ins_person_id_people FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "check_ins" VALUES('uzcYlEPTLgiwitNo',4,1,'2008-06','2008-06-16','standing',2,'{"activity":"fine-course","done":"给新课程写完了全部教案。","effect":"学生都说好。","evidence":[],"happened_on":"2008-06-16","late_reason":"","themes":["olympics","anniversary"],"work":""}','2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000');
INSERT INTO "check_ins" VALUES('e136mT3Li5r8DDal',13,2,'2008-07','2008-07-07','withdrawn',2,'{"activity":"diligence","done":"给新课程写完了全部教案。","effect":"","evidence":[],"happened_on":"2008-07-07","late_reason":"","themes":["olympics"],"work":""}','2008-07-07 07:00:00.000000','2008-07-08 01:00:00.000000');
CREATE TABLE deliveries (
	id INTEGER NOT NULL, 
	notice_id VARCHAR(32) NOT NULL, 
	whom VARCHAR(48) NOT NULL, 
	person_id INTEGER, 
	chat_id BIGINT, 
	state VARCHAR(32) NOT NULL, 
	unsent SMALLINT NOT NULL, 
	trouble TEXT, 
	ended_at DATETIME, 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT fk_deliveries_notice_id_notices FOREIGN KEY(notice_id) REFERENCES notices (id), 
	CONSTRAINT fk_deliveries_person_id_people FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_deliveries_notice_id_whom UNIQUE (notice_id, whom)
);
INSERT INTO "deliveries" VALUES(1,'RhDxf8qN4XrfnYk0','person:1',1,500000001,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(2,'RhDxf8qN4XrfnYk0','person:2',2,500000002,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(3,'RhDxf8qN4XrfnYk0','person:3',3,500000003,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(4,'RhDxf8qN4XrfnYk0','person:4',4,500000004,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(5,'RhDxf8qN4XrfnYk0','person:5',5,500000005,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(6,'RhDxf8qN4XrfnYk0','person:6',6,500000006,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(7,'RhDxf8qN4XrfnYk0','person:7',7,500000007,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(8,'RhDxf8qN4XrfnYk0','person:8',8,500000008,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(9,'RhDxf8qN4XrfnYk0','person:9',9,500000009,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(10,'RhDxf8qN4XrfnYk0','person:10',10,500000010,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(11,'RhDxf8qN4XrfnYk0','person:11',11,500000011,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(12,'RhDxf8qN4XrfnYk0','person:12',12,500000012,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(13,'RhDxf8qN4XrfnYk0','person:13',13,500000013,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(14,'RhDxf8qN4XrfnYk0','person:14',14,500000014,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(15,'RhDxf8qN4XrfnYk0','person:15',15,500000015,'sent',0,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "deliveries" VALUES(16,'yCyolLPMGpSQ3x3_','person:1',1,500000001,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(17,'yCyolLPMGpSQ3x3_','person:2',2,500000002,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(18,'yCyolLPMGpSQ3x3_','person:3',3,500000003,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(19,'yCyolLPMGpSQ3x3_','person:4',4,500000004,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(20,'yCyolLPMGpSQ3x3_','person:5',5,500000005,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(21,'yCyolLPMGpSQ3x3_','person:6',6,500000006,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(22,'yCyolLPMGpSQ3x3_','person:7',7,500000007,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(23,'yCyolLPMGpSQ3x3_','person:8',8,500000008,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(24,'yCyolLPMGpSQ3x3_','person:9',9,500000009,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(25,'yCyolLPMGpSQ3x3_','person:10',10,500000010,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(26,'yCyolLPMGpSQ3x3_','person:11',11,500000011,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(27,'yCyolLPMGpSQ3x3_','person:12',12,500000012,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(28,'yCyolLPMGpSQ3x3_','person:13',13,500000013,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(29,'yCyolLPMGpSQ3x3_','person:14',14,500000014,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(30,'yCyolLPMGpSQ3x3_','person:15',15,500000015,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(31,'_c9lF8AjsWx-aWt2','person:1',1,500000001,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(32,'_c9lF8AjsWx-aWt2','person:2',2,500000002,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(33,'_c9lF8AjsWx-aWt2','person:3',3,500000003,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(34,'_c9lF8AjsWx-aWt2','person:4',4,500000004,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(35,'_c9lF8AjsWx-aWt2','person:5',5,500000005,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(36,'_c9lF8AjsWx-aWt2','person:6',6,500000006,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(37,'_c9lF8AjsWx-aWt2','person:7',7,500000007,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(38,'_c9lF8AjsWx-aWt2','person:8',8,500000008,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(39,'_c9lF8AjsWx-aWt2','person:9',9,500000009,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(40,'_c9lF8AjsWx-aWt2','person:10',10,500000010,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(41,'_c9lF8AjsWx-aWt2','person:11',11,500000011,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(42,'_c9lF8AjsWx-aWt2','person:12',12,500000012,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(43,'_c9lF8AjsWx-aWt2','person:13',13,500000013,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(44,'_c9lF8AjsWx-aWt2','person:14',14,500000014,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(45,'_c9lF8AjsWx-aWt2','person:15',15,500000015,'sent',0,NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "deliveries" VALUES(46,'yz3s1UJAo5Tsl_ib','person:1',1,500000001,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(47,'yz3s1UJAo5Tsl_ib','person:2',2,500000002,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(48,'yz3s1UJAo5Tsl_ib','person:3',3,500000003,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(49,'yz3s1UJAo5Tsl_ib','person:4',4,500000004,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(50,'yz3s1UJAo5Tsl_ib','person:5',5,500000005,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(51,'yz3s1UJAo5Tsl_ib','person:6',6,500000006,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(52,'yz3s1UJAo5Tsl_ib','person:7',7,500000007,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(53,'yz3s1UJAo5Tsl_ib','person:8',8,500000008,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(54,'yz3s1UJAo5Tsl_ib','person:9',9,500000009,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(55,'yz3s1UJAo5Tsl_ib','person:10',10,500000010,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(56,'yz3s1UJAo5Tsl_ib','person:11',11,500000011,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(57,'yz3s1UJAo5Tsl_ib','person:12',12,500000012,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(58,'yz3s1UJAo5Tsl_ib','person:13',13,500000013,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(59,'yz3s1UJAo5Tsl_ib','person:14',14,500000014,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(60,'yz3s1UJAo5Tsl_ib','person:15',15,500000015,'queued',1,NULL,NULL);
INSERT INTO "deliveries" VALUES(61,'-d1mTM8PkB13h_D3','person:13',13,500000013,'queued',7,NULL,NULL);
INSERT INTO "deliveries" VALUES(62,'-d1mTM8PkB13h_D3','group:1',NULL,-4000000001,'queued',7,NULL,NULL);
INSERT INTO "deliveries" VALUES(63,'-d1mTM8PkB13h_D3','group:2',NULL,-4000000002,'queued',7,NULL,NULL);
INSERT INTO "deliveries" VALUES(64,'-d1mTM8PkB13h_D3','channel',NULL,NULL,'queued',7,NULL,NULL);
CREATE TABLE duties (
	whose VARCHAR(32) NOT NULL, 
	item VARCHAR(32) NOT NULL, 
	done_by INTEGER NOT NULL, 
	done_at DATETIME NOT NULL, 
	CONSTRAINT pk_duties PRIMARY KEY (whose, item), 
	CONSTRAINT fk_duties_done_by_people FOREIGN KEY(done_by) REFERENCES people (id)
);
CREATE TABLE evidence (
	id VARCHAR(32) NOT NULL, 
	person_id INTEGER NOT NULL, 
	subject VARCHAR(64), 
	kind VARCHAR(32) NOT NULL, 
	file_id VARCHAR(255) NOT NULL, 
	unique_id VARCHAR(64) NOT NULL, 
	name VARCHAR(255), 
	mime VARCHAR(120), 
	size BIGINT, 
	forwarded BOOLEAN NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	sha256 VARCHAR(64), 
	path VARCHAR(120), 
	trouble TEXT, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_person_id_people FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "evidence" VALUES('aMFf_eRUYGpMxR45',12,NULL,'photo','PHAgADemo000001','AQAD000001',NULL,'image/png',74,0,'stored','114ae4894e9d9c5ce6ba2b896aab4ed4333be81eff29faf0bcd93d952222ad13','35/3519199c04072215e1d2e902c454067c.png',NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "evidence" VALUES('c3-hIvWLFAKYyn26',12,NULL,'photo','PHAgADemo000002','AQAD000002',NULL,'image/png',74,0,'stored','b5f3067de17fe6fd76adcb5ca5f8449e03bf7a5d0bdef8b2a283d82686ec2178','85/857930d077a7d106b8c248418f7cf8c1.png',NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "evidence" VALUES('Jx4FfqLJGu79x_9i',12,NULL,'photo','PHAgADemo000003','AQAD000003',NULL,'image/png',74,0,'stored','114ae4894e9d9c5ce6ba2b896aab4ed4333be81eff29faf0bcd93d952222ad13','b1/b1102f30cc4d963526bb0503a10494dd.png',NULL,'2008-07-07 07:00:00.000000');
INSERT INTO "evidence" VALUES('dGofPSuPZemR12vI',11,NULL,'photo','PHAgADemo000011','AQAD000011',NULL,'image/jpeg',74,0,'fetching',NULL,NULL,NULL,'2008-07-07 07:02:00.000000');
INSERT INTO "evidence" VALUES('Id7LcDl64m1rJhmT',12,NULL,'photo','PHAgADemo000013','AQAD000013',NULL,'image/jpeg',77,0,'fetching',NULL,NULL,NULL,'2008-07-08 01:00:00.000000');
CREATE TABLE groups (
	chat_id BIGINT NOT NULL, 
	title VARCHAR(255) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	branch_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	admin BOOLEAN NOT NULL, 
	since DATETIME NOT NULL, topic_id INTEGER, 
	CONSTRAINT pk_groups PRIMARY KEY (chat_id), 
	CONSTRAINT fk_groups_branch_id_branches FOREIGN KEY(branch_id) REFERENCES branches (id)
);
INSERT INTO "groups" VALUES(-4000000001,'基础医学部支部群','group',1,'bound',1,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "groups" VALUES(-4000000002,'药学系支部群','group',2,'bound',1,'2008-06-16 01:00:00.000000',NULL);
INSERT INTO "groups" VALUES(-4000000003,'陌生群','group',NULL,'left',0,'2008-07-08 01:01:00.000000',NULL);
CREATE TABLE inbox (
	id INTEGER NOT NULL, 
	source VARCHAR(96) NOT NULL, 
	chat_id BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	tries SMALLINT DEFAULT '0' NOT NULL, 
	not_before DATETIME, 
	trouble TEXT, 
	ended_at DATETIME, 
	CONSTRAINT pk_inbox PRIMARY KEY (id), 
	CONSTRAINT uq_inbox_source UNIQUE (source)
);
INSERT INTO "inbox" VALUES(233,'o:445',500000019,'{"event":"called","facts":{"result":{"chat":{"first_name":"石磊","id":500000019,"type":"private"},"date":1215414120,"from":{"first_name":"一个党员一面旗","id":7000000001,"is_bot":true,"username":"flagbearer_bot"},"message_id":14,"photo":[{"file_id":"PHAgADemo000012s","file_size":74,"file_unique_id":"AQAD000012s","height":67,"width":90},{"file_id":"PHAgADemo000012","file_size":74,"file_unique_id":"AQAD000012","height":6,"width":8}]},"state":"sent","trouble":null},"subject":"notice:upload-photo:1"}','2008-07-07 07:02:00.000000','waiting',0,NULL,NULL,NULL);
INSERT INTO "inbox" VALUES(234,'o:447',500000011,'{"event":"fetched","facts":{"mime":"image/png","path":"51/51763999543ff6ea07df8ad7bdd8ac05.png","sha256":"114ae4894e9d9c5ce6ba2b896aab4ed4333be81eff29faf0bcd93d952222ad13","size":74,"trouble":null},"subject":"evidence:dGofPSuPZemR12vI"}','2008-07-07 07:02:00.000000','waiting',0,NULL,NULL,NULL);
INSERT INTO "inbox" VALUES(247,'flood:u:1:m1',500000010,'{"chat_id":500000010,"event":"flooded","from":{"first_name":"马超","id":500000010,"is_bot":false,"language_code":"zh-hans"}}','2008-07-08 01:01:00.000000','waiting',0,NULL,NULL,NULL);
INSERT INTO "inbox" VALUES(248,'u:232:m500000002.9.',500000002,'{"message":{"chat":{"first_name":"张伟","id":500000002,"type":"private"},"date":1215478860,"from":{"first_name":"张伟","id":500000002,"is_bot":false,"language_code":"zh-hans"},"message_id":9,"text":"学生都听懂了。"},"update_id":232}','2008-07-08 01:01:00.000000','waiting',0,NULL,NULL,NULL);
INSERT INTO "inbox" VALUES(249,'u:233:id4000000000000000129',500000004,'{"callback_query":{"chat_instance":"3959500031676","data":"tkBq0mRrilUvmIsU.5.0","from":{"first_name":"孙丽","id":500000004,"is_bot":false,"language_code":"zh-hans"},"id":"4000000000000000129","message":{"chat":{"first_name":"孙丽","id":500000004,"type":"private"},"date":1215414000,"edit_date":1215414000,"entities":[{"length":5,"offset":0,"type":"bold"},{"length":5,"offset":52,"type":"bold"}],"from":{"first_name":"一个党员一面旗","id":7000000001,"is_bot":true,"username":"flagbearer_bot"},"link_preview_options":{"is_disabled":true},"message_id":18,"reply_markup":{"inline_keyboard":[[{"callback_data":"tkBq0mRrilUvmIsU.5.0","text":"‹ 返回"}]]},"text":"第 1 版（6月16日 09:00）\n📅 6月16日\n🚩 打造精品课程\n🏷 迎奥运、建党87周年\n做了什么：给新课程写完了全部教案。"}},"update_id":233}','2008-07-08 01:01:00.000000','waiting',0,NULL,NULL,NULL);
INSERT INTO "inbox" VALUES(250,'u:234:m-4000000002.7.',-4000000002,'{"message":{"chat":{"id":-4000000002,"title":"药学系支部群","type":"group"},"date":1215478860,"from":{"first_name":"黄敏","id":500000015,"is_bot":false,"language_code":"zh-hans"},"message_id":7,"migrate_to_chat_id":-1002000000002},"update_id":234}','2008-07-08 01:01:00.000000','waiting',0,NULL,NULL,NULL);
INSERT INTO "inbox" VALUES(251,'u:235:m-1002000000002.1.',-1002000000002,'{"message":{"chat":{"id":-1002000000002,"title":"药学系支部群","type":"supergroup"},"date":1215478860,"from":{"first_name":"黄敏","id":500000015,"is_bot":false,"language_code":"zh-hans"},"message_id":1,"migrate_from_chat_id":-4000000002},"update_id":235}','2008-07-08 01:01:00.000000','waiting',0,NULL,NULL,NULL);
CREATE TABLE invitations (
	code_hash VARCHAR(64) NOT NULL, 
	purpose VARCHAR(32) NOT NULL, 
	person_id INTEGER, 
	branch_id INTEGER, 
	made_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	used_by BIGINT, 
	CONSTRAINT pk_invitations PRIMARY KEY (code_hash), 
	CONSTRAINT fk_invitations_branch_id_branches FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_invitations_person_id_people FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "invitations" VALUES('0bdb12f6e7bab4988b1dc3e03eef1e5ab6bc45d30466e63948d3a7628644bb04','person',21,NULL,'2008-06-16 01:00:00.000000','2008-07-16 01:00:00.000000',NULL,NULL);
INSERT INTO "invitations" VALUES('5deb20cabc42f7bd171980480fa7b2b4284e60eb9d05cafbc34fb7f9dc70b586','group',NULL,1,'2008-06-16 01:00:00.000000','2008-06-17 01:00:00.000000','2008-06-16 01:00:00.000000',500000014);
INSERT INTO "invitations" VALUES('4b0194ed73d0dcee28dd3e5ad3e865b5a9510f19a84e35b77a6ad20a4849062d','group',NULL,2,'2008-06-16 01:00:00.000000','2008-06-17 01:00:00.000000','2008-06-16 01:00:00.000000',500000015);
INSERT INTO "invitations" VALUES('a6e4b9086d4991fc9a980ec902b707f06f6ba14e196ce2b77b66ddd93fd4de25','group',NULL,1,'2008-07-07 07:00:00.000000','2008-07-08 07:00:00.000000',NULL,NULL);
CREATE TABLE notices (
	id VARCHAR(32) NOT NULL, 
	author_id INTEGER NOT NULL, 
	parts TEXT NOT NULL, 
	audience TEXT NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	send_at DATETIME, 
	created_at DATETIME NOT NULL, 
	consented_by INTEGER, 
	opened_at DATETIME, 
	ended_at DATETIME, 
	total INTEGER DEFAULT '0' NOT NULL, 
	filled_up_to BIGINT DEFAULT '0' NOT NULL, 
	card_id VARCHAR(32), 
	asked_cards TEXT NOT NULL, 
	shown VARCHAR(255) DEFAULT '' NOT NULL, 
	shown_at DATETIME, 
	rounds INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_notices PRIMARY KEY (id), 
	CONSTRAINT fk_notices_author_id_people FOREIGN KEY(author_id) REFERENCES people (id), 
	CONSTRAINT fk_notices_consented_by_people FOREIGN KEY(consented_by) REFERENCES people (id)
);
INSERT INTO "notices" VALUES('RhDxf8qN4XrfnYk0',18,'[{"album":"","file_id":"","kind":"text","look":null,"text":"明天下午三点开会。","upload":""}]','{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]}','done',NULL,'2008-06-16 01:00:00.000000',NULL,'2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000',15,15,'B6XReNydpkPTFaco','[]','done 15 sent=15','2008-06-16 01:00:00.000000',2);
INSERT INTO "notices" VALUES('yCyolLPMGpSQ3x3_',17,'[{"album":"","file_id":"","kind":"text","look":null,"text":"会议改在周五。","upload":""}]','{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]}','sending',NULL,'2008-07-07 07:00:00.000000',NULL,'2008-07-07 07:00:00.000000',NULL,15,15,'Eh9VG81iRxoURrKz','[]','sending 15 sent=13','2008-07-07 07:02:00.000000',2);
INSERT INTO "notices" VALUES('_c9lF8AjsWx-aWt2',16,'[{"album":"","file_id":"","kind":"text","look":null,"text":"七一大会改在报告厅。","upload":""}]','{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]}','paused',NULL,'2008-07-07 07:00:00.000000',NULL,'2008-07-07 07:00:00.000000',NULL,15,15,'2KuLBFpoqKAZtD7c','[]','paused 15 sent=13','2008-07-07 07:02:00.000000',2);
INSERT INTO "notices" VALUES('yz3s1UJAo5Tsl_ib',16,'[{"album":"","file_id":"","kind":"text","look":null,"text":"明天照常学习。","upload":""}]','{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]}','sending','2008-07-08 01:00:00.000000','2008-07-07 07:02:00.000000',NULL,'2008-07-08 01:01:00.000000',NULL,15,15,'f7sh87My_BdibjQy','[]','sending 15 ','2008-07-08 01:01:00.000000',1);
INSERT INTO "notices" VALUES('_b4LpALDmzYkgZhD',17,'[{"album":"","file_id":"","kind":"text","look":null,"text":"频道里的话。","upload":""}]','{"branches":[],"categories":[],"channel":true,"groups":false,"lacking":[],"people":false,"roles":[]}','asking',NULL,'2008-07-07 07:02:00.000000',NULL,NULL,NULL,0,0,'lrpWtnogMxiyaXgB','["daV-CX3_CghodM_Q","fA-QIKBwrVOaTiQH","Xz1DkVHrBHvd4VR6"]','asking 0 ','2008-07-07 07:02:00.000000',0);
INSERT INTO "notices" VALUES('-d1mTM8PkB13h_D3',18,'[{"album":"","file_id":"","kind":"text","look":{"entities":[{"length":4,"offset":0,"type":"bold"}]},"text":"<重要> & 附件","upload":""},{"album":"13000000000000002","file_id":"PHAgADemo000004","kind":"photo","look":null,"text":"两张","upload":""},{"album":"13000000000000002","file_id":"PHAgADemo000005","kind":"photo","look":null,"text":"","upload":""},{"album":"","file_id":"PHAgADemo000006","kind":"photo","look":null,"text":"一张","upload":""},{"album":"","file_id":"DOAgADemo000007","kind":"document","look":null,"text":"","upload":""},{"album":"","file_id":"VOAgADemo000008","kind":"voice","look":null,"text":"","upload":""},{"album":"","file_id":"AUAgADemo000009","kind":"audio","look":null,"text":"","upload":""},{"album":"","file_id":"VIAgADemo000010","kind":"video","look":null,"text":"","upload":""}]','{"branches":[],"categories":["students"],"channel":true,"groups":true,"lacking":[],"people":true,"roles":[]}','sending','2008-07-08 01:01:00.000000','2008-07-07 07:02:00.000000',16,'2008-07-08 01:01:00.000000',NULL,4,13,'Q1LnO3bcMM0LQVOv','["XB-aVu5A1Dxu9XWo","S8SB54uWfpaXw0cv","SuV8akja6zEOuUpR"]','sending 4 ','2008-07-08 01:01:00.000000',1);
INSERT INTO "notices" VALUES('upload-photo',19,'[{"album":"","file_id":"","kind":"text","look":null,"text":"见海报.png","upload":""},{"album":"","file_id":"","kind":"photo","look":null,"text":"","upload":"c47b32917508a1b3/海报.png"}]','{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]}','new',NULL,'2008-07-07 07:02:00.000000',NULL,NULL,NULL,0,0,'X2Hmz-uucqad3UzA','[]','new 0 ','2008-07-07 07:02:00.000000',1);
INSERT INTO "notices" VALUES('upload-document',19,'[{"album":"","file_id":"","kind":"text","look":null,"text":"见安排.pdf","upload":""},{"album":"","file_id":"","kind":"document","look":null,"text":"","upload":"c6a1ca488c42f19c/安排.pdf"}]','{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]}','new',NULL,'2008-07-08 01:01:00.000000',NULL,NULL,NULL,0,0,'kg3JPg83BCSns9bi','[]','new 0 ','2008-07-08 01:01:00.000000',1);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	lane BIGINT, 
	priority SMALLINT NOT NULL, 
	method VARCHAR(48) NOT NULL, 
	params TEXT NOT NULL, 
	card_id VARCHAR(32), 
	fresh BOOLEAN NOT NULL, 
	subject VARCHAR(64), 
	on_doubt VARCHAR(32) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	tries SMALLINT DEFAULT '0' NOT NULL, 
	not_before DATETIME, 
	lease_until DATETIME, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	trouble TEXT, 
	message_id BIGINT, 
	created_at DATETIME NOT NULL, 
	ended_at DATETIME, delivery_id BIGINT, 
	CONSTRAINT pk_outbox PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES(157,500000009,3,'editMessageReplyMarkup','{"chat_id":500000009,"message_id":3}',NULL,0,NULL,'resend','waiting',0,'2008-07-07 07:10:00.000000',NULL,0,'told to wait: Flood control exceeded. Retry in 0:10:00',NULL,'2008-07-07 07:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(286,500000008,5,'sendMessage','{"chat_id":500000008,"text":"会议改在周五。"}',NULL,0,NULL,'resend','waiting',1,'2008-07-14 07:00:00.000000','2008-07-07 07:05:00.000000',1,'told to wait: Flood control exceeded. Retry in 7 days, 0:00:00',NULL,'2008-07-07 07:00:00.000000',NULL,23);
INSERT INTO "outbox" VALUES(287,500000009,5,'sendMessage','{"chat_id":500000009,"text":"会议改在周五。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-07 07:00:00.000000',NULL,24);
INSERT INTO "outbox" VALUES(317,500000008,5,'sendMessage','{"chat_id":500000008,"text":"七一大会改在报告厅。"}',NULL,0,NULL,'resend','paused',0,NULL,NULL,0,NULL,NULL,'2008-07-07 07:00:00.000000',NULL,38);
INSERT INTO "outbox" VALUES(318,500000009,5,'sendMessage','{"chat_id":500000009,"text":"七一大会改在报告厅。"}',NULL,0,NULL,'resend','paused',0,NULL,NULL,0,NULL,NULL,'2008-07-07 07:00:00.000000',NULL,39);
INSERT INTO "outbox" VALUES(449,-4000000001,5,'sendMessage','{"chat_id":-4000000001,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"📋 办这件事","url":"https://t.me/flagbearer_bot?start=go-duty-spring-inspection_1"}]]},"text":"📌 <b>活动开展阶段</b>：7月11日前完成，还有 3 天。还差：\n· 接受春季学期末检查"}','pB98UJAlME_Zrp9d',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(450,-4000000002,5,'sendMessage','{"chat_id":-4000000002,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"📋 办这件事","url":"https://t.me/flagbearer_bot?start=go-duty-spring-inspection_2"}]]},"text":"📌 <b>活动开展阶段</b>：7月11日前完成，还有 3 天。还差：\n· 接受春季学期末检查"}','mEIbxoZVxZy6LCD3',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(451,500000014,5,'sendMessage','{"chat_id":500000014,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"lgGB9nx6u3kuVSvZ.1.0","text":"📋 办这件事"}]]},"text":"<b>基础医学部党支部</b>\n📌 <b>活动开展阶段</b>：7月11日前完成，还有 3 天。还差：\n· 接受春季学期末检查"}','lgGB9nx6u3kuVSvZ',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(452,500000015,5,'sendMessage','{"chat_id":500000015,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"yC6Xdd5W4BKvuXDA.1.0","text":"📋 办这件事"}]]},"text":"<b>药学系党支部</b>\n📌 <b>活动开展阶段</b>：7月11日前完成，还有 3 天。还差：\n· 接受春季学期末检查"}','yC6Xdd5W4BKvuXDA',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(453,NULL,5,'setMyCommands','{"commands":[{"command":"checkin","description":"Check in"},{"command":"story","description":"Write a story"},{"command":"drafts","description":"Drafts"},{"command":"progress","description":"See progress"},{"command":"todo","description":"What is to be done"},{"command":"cancel","description":"Leave what is open"},{"command":"language","description":"语言 / Language"},{"command":"privacy","description":"Privacy notice"},{"command":"help","description":"Help"}],"scope":{"chat_id":500000010,"type":"chat"}}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(454,500000010,0,'sendMessage','{"chat_id":500000010,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"✓ All right, English from now on."}','pEVtZXYDTbLWvjfB',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(455,NULL,0,'answerCallbackQuery','{"callback_query_id":"4000000000000000123"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(456,500000013,0,'sendMessage','{"chat_id":500000013,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"✓ 已撤回。"}','AFIa6qy1JyAr4BI4',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(457,NULL,0,'answerCallbackQuery','{"callback_query_id":"4000000000000000124"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(458,500000007,0,'sendMessage','{"chat_id":500000007,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"-dDnWRCSNKjadqcf.2.0","text":"☐ 党的十七大战略部署"}],[{"callback_data":"-dDnWRCSNKjadqcf.2.1","text":"☐ 庆祝改革开放30周年"}],[{"callback_data":"-dDnWRCSNKjadqcf.2.2","text":"☑ 迎奥运"}],[{"callback_data":"-dDnWRCSNKjadqcf.2.3","text":"☐ 讲文明、树新风"}],[{"callback_data":"-dDnWRCSNKjadqcf.2.4","text":"☐ 建党87周年"}],[{"callback_data":"-dDnWRCSNKjadqcf.2.5","text":"✓ 选好了（1）›"}],[{"callback_data":"-dDnWRCSNKjadqcf.2.6","text":"‹ 返回"},{"callback_data":"-dDnWRCSNKjadqcf.2.7","text":"✕ 先不写了"}]]},"text":"<b>打卡</b> · 第 2 步，共 5 步\n围绕哪些主题？已按时节替您勾好，可以改。"}','-dDnWRCSNKjadqcf',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(459,NULL,0,'answerCallbackQuery','{"callback_query_id":"4000000000000000125"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(460,500000016,3,'sendMessage','{"chat_id":500000016,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"XB-aVu5A1Dxu9XWo.2.0","text":"✕ 取消发送"}]]},"text":"周洁 同意了这份通知。\n60 秒后开始发送，在这之前可以取消。"}','XB-aVu5A1Dxu9XWo',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(461,500000017,3,'sendMessage','{"chat_id":500000017,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"周洁 同意了这份通知。"}','S8SB54uWfpaXw0cv',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(462,500000019,3,'sendMessage','{"chat_id":500000019,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"周洁 同意了这份通知。"}','SuV8akja6zEOuUpR',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(463,500000018,0,'sendMessage','{"chat_id":500000018,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"周洁 同意了这份通知。"}',NULL,1,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(464,500000018,3,'sendMessage','{"chat_id":500000018,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"Q1LnO3bcMM0LQVOv.1.0","text":"✕ 取消发送"}]]},"text":"📣 <b>待发送</b> · 「&lt;重要&gt; &amp; 附件」\n发给：学生（党员）、支部群、频道\n60 秒后开始发送，在这之前可以取消。"}','Q1LnO3bcMM0LQVOv',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(465,NULL,0,'answerCallbackQuery','{"callback_query_id":"4000000000000000126"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(466,500000017,0,'sendMessage','{"chat_id":500000017,"text":"还没写完的通知。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(467,500000017,0,'sendMessage','{"chat_id":500000017,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"deFnEZfTkyQtc1WQ.6.0","text":"✓ 发送"}],[{"callback_data":"deFnEZfTkyQtc1WQ.6.1","text":"✎ 修改或补充"}],[{"callback_data":"deFnEZfTkyQtc1WQ.6.2","text":"‹ 返回"},{"callback_data":"deFnEZfTkyQtc1WQ.6.3","text":"✕ 先不写了"}]]},"text":"↑ 上面就是大家收到的样子。\n发给：全体党员\n👥 15 人\n另有 1 人还没有加入，收不到。\n时间：现在\n\n这样发，可以吗？"}','deFnEZfTkyQtc1WQ',1,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(468,NULL,0,'answerCallbackQuery','{"callback_query_id":"4000000000000000127"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(469,NULL,3,'make','{"caption":"「明天下午三点开会。」送达名单","chat_id":500000018,"headings":["姓名","支部","结果","时间","Telegram 的说明"],"id":"RhDxf8qN4XrfnYk0","name":"2008-06-16-notice.xlsx","states":{"blocked":"停用了机器人","cancelled":"取消没发","given_up":"多次没发出","gone":"群已不在","queued":"还没发","refused":"被拒收","sent":"已送达","unknown":"不知是否送达","waiting":"还没发"},"what":"notice_report","zone":"Asia/Shanghai"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(470,NULL,0,'answerCallbackQuery','{"callback_query_id":"4000000000000000128","show_alert":false,"text":"名单正在整理，马上发来。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(471,500000002,0,'sendMessage','{"chat_id":500000002,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"<b>隐私告知</b>\n<b>谁在处理：</b>中共长春医学高等专科学校委员会，用于开展和评比「一个党员一面旗 痕迹年中创佳绩」竞赛活动。\n<b>保存什么：</b>名册上的姓名、工号或学号、支部、岗位类别、党员类型和角色；您的 Telegram 账号编号、语言；您自己发来的打卡、故事、照片、文件和语音；谁在什么时候做了什么的痕迹记录。\n<b>不保存什么：</b>手机号、位置、您在群里的聊天。\n<b>谁能看到：</b>您本人；您支部的书记、副书记；党委办公室；校党委只看进展。公开发表故事要另外征得您同意。\n<b>保存多久：</b>活动期间；活动结束后按学校档案规定处理。\n<b>境外传送：</b>消息经 Telegram 传送，其服务器在境外，请不要发涉密和他人隐私的内容。\n告知版本：1\n您已同意第 1 版。\n<b>查看、更正、撤回：</b>要改正或删除您的信息、撤回同意，告诉支部书记或党委办公室即可，不影响您的党员权利。"}',NULL,1,NULL,'resend','sending',1,NULL,'2008-07-08 01:06:00.000000',1,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(472,-4000000001,0,'approveChatJoinRequest','{"chat_id":-4000000001,"user_id":500000009}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(473,NULL,3,'fetch','{"chat_id":500000012,"file_id":"PHAgADemo000013","limit":20971520}',NULL,0,'evidence:Id7LcDl64m1rJhmT','resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(474,500000012,0,'sendMessage','{"chat_id":500000012,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"iBba6zGZTIbyoTAM.10.0","text":"✓ Done ›"}],[{"callback_data":"iBba6zGZTIbyoTAM.10.1","text":"↺ Start the files anew"}],[{"callback_data":"iBba6zGZTIbyoTAM.10.2","text":"‹ Back"},{"callback_data":"iBba6zGZTIbyoTAM.10.3","text":"✕ Leave"}]]},"text":"<b>Write a story</b> · step 5 of 6\n4 files received (at most 9).\nSend more, or press a button below."}','iBba6zGZTIbyoTAM',1,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:00:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(475,500000001,5,'sendMessage','{"chat_id":500000001,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,46);
INSERT INTO "outbox" VALUES(476,500000002,5,'sendMessage','{"chat_id":500000002,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,47);
INSERT INTO "outbox" VALUES(477,500000003,5,'sendMessage','{"chat_id":500000003,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,48);
INSERT INTO "outbox" VALUES(478,500000004,5,'sendMessage','{"chat_id":500000004,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,49);
INSERT INTO "outbox" VALUES(479,500000005,5,'sendMessage','{"chat_id":500000005,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,50);
INSERT INTO "outbox" VALUES(480,500000006,5,'sendMessage','{"chat_id":500000006,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,51);
INSERT INTO "outbox" VALUES(481,500000007,5,'sendMessage','{"chat_id":500000007,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,52);
INSERT INTO "outbox" VALUES(482,500000008,5,'sendMessage','{"chat_id":500000008,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,53);
INSERT INTO "outbox" VALUES(483,500000009,5,'sendMessage','{"chat_id":500000009,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,54);
INSERT INTO "outbox" VALUES(484,500000010,5,'sendMessage','{"chat_id":500000010,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,55);
INSERT INTO "outbox" VALUES(485,500000011,5,'sendMessage','{"chat_id":500000011,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,56);
INSERT INTO "outbox" VALUES(486,500000012,5,'sendMessage','{"chat_id":500000012,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,57);
INSERT INTO "outbox" VALUES(487,500000013,5,'sendMessage','{"chat_id":500000013,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,58);
INSERT INTO "outbox" VALUES(488,500000014,5,'sendMessage','{"chat_id":500000014,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,59);
INSERT INTO "outbox" VALUES(489,500000015,5,'sendMessage','{"chat_id":500000015,"text":"明天照常学习。"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,60);
INSERT INTO "outbox" VALUES(490,500000013,5,'sendMessage','{"chat_id":500000013,"entities":[{"length":4,"offset":0,"type":"bold"}],"text":"<重要> & 附件"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,61);
INSERT INTO "outbox" VALUES(491,500000013,5,'sendMediaGroup','{"chat_id":500000013,"media":[{"caption":"两张","media":"PHAgADemo000004","type":"photo"},{"media":"PHAgADemo000005","type":"photo"}]}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,61);
INSERT INTO "outbox" VALUES(492,500000013,5,'sendPhoto','{"caption":"一张","chat_id":500000013,"photo":"PHAgADemo000006"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,61);
INSERT INTO "outbox" VALUES(493,500000013,5,'sendDocument','{"chat_id":500000013,"document":"DOAgADemo000007"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,61);
INSERT INTO "outbox" VALUES(494,500000013,5,'sendVoice','{"chat_id":500000013,"voice":"VOAgADemo000008"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,61);
INSERT INTO "outbox" VALUES(495,500000013,5,'sendAudio','{"audio":"AUAgADemo000009","chat_id":500000013}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,61);
INSERT INTO "outbox" VALUES(496,500000013,5,'sendVideo','{"chat_id":500000013,"video":"VIAgADemo000010"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,61);
INSERT INTO "outbox" VALUES(497,-4000000001,5,'sendMessage','{"chat_id":-4000000001,"entities":[{"length":4,"offset":0,"type":"bold"}],"text":"<重要> & 附件"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,62);
INSERT INTO "outbox" VALUES(498,-4000000001,5,'sendMediaGroup','{"chat_id":-4000000001,"media":[{"caption":"两张","media":"PHAgADemo000004","type":"photo"},{"media":"PHAgADemo000005","type":"photo"}]}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,62);
INSERT INTO "outbox" VALUES(499,-4000000001,5,'sendPhoto','{"caption":"一张","chat_id":-4000000001,"photo":"PHAgADemo000006"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,62);
INSERT INTO "outbox" VALUES(500,-4000000001,5,'sendDocument','{"chat_id":-4000000001,"document":"DOAgADemo000007"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,62);
INSERT INTO "outbox" VALUES(501,-4000000001,5,'sendVoice','{"chat_id":-4000000001,"voice":"VOAgADemo000008"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,62);
INSERT INTO "outbox" VALUES(502,-4000000001,5,'sendAudio','{"audio":"AUAgADemo000009","chat_id":-4000000001}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,62);
INSERT INTO "outbox" VALUES(503,-4000000001,5,'sendVideo','{"chat_id":-4000000001,"video":"VIAgADemo000010"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,62);
INSERT INTO "outbox" VALUES(504,-4000000002,5,'sendMessage','{"chat_id":-4000000002,"entities":[{"length":4,"offset":0,"type":"bold"}],"text":"<重要> & 附件"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,63);
INSERT INTO "outbox" VALUES(505,-4000000002,5,'sendMediaGroup','{"chat_id":-4000000002,"media":[{"caption":"两张","media":"PHAgADemo000004","type":"photo"},{"media":"PHAgADemo000005","type":"photo"}]}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,63);
INSERT INTO "outbox" VALUES(506,-4000000002,5,'sendPhoto','{"caption":"一张","chat_id":-4000000002,"photo":"PHAgADemo000006"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,63);
INSERT INTO "outbox" VALUES(507,-4000000002,5,'sendDocument','{"chat_id":-4000000002,"document":"DOAgADemo000007"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,63);
INSERT INTO "outbox" VALUES(508,-4000000002,5,'sendVoice','{"chat_id":-4000000002,"voice":"VOAgADemo000008"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,63);
INSERT INTO "outbox" VALUES(509,-4000000002,5,'sendAudio','{"audio":"AUAgADemo000009","chat_id":-4000000002}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,63);
INSERT INTO "outbox" VALUES(510,-4000000002,5,'sendVideo','{"chat_id":-4000000002,"video":"VIAgADemo000010"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,63);
INSERT INTO "outbox" VALUES(511,-1002000000001,5,'sendMessage','{"chat_id":-1002000000001,"entities":[{"length":4,"offset":0,"type":"bold"}],"text":"<重要> & 附件"}',NULL,0,NULL,'hold','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,64);
INSERT INTO "outbox" VALUES(512,-1002000000001,5,'sendMediaGroup','{"chat_id":-1002000000001,"media":[{"caption":"两张","media":"PHAgADemo000004","type":"photo"},{"media":"PHAgADemo000005","type":"photo"}]}',NULL,0,NULL,'hold','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,64);
INSERT INTO "outbox" VALUES(513,-1002000000001,5,'sendPhoto','{"caption":"一张","chat_id":-1002000000001,"photo":"PHAgADemo000006"}',NULL,0,NULL,'hold','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,64);
INSERT INTO "outbox" VALUES(514,-1002000000001,5,'sendDocument','{"chat_id":-1002000000001,"document":"DOAgADemo000007"}',NULL,0,NULL,'hold','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,64);
INSERT INTO "outbox" VALUES(515,-1002000000001,5,'sendVoice','{"chat_id":-1002000000001,"voice":"VOAgADemo000008"}',NULL,0,NULL,'hold','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,64);
INSERT INTO "outbox" VALUES(516,-1002000000001,5,'sendAudio','{"audio":"AUAgADemo000009","chat_id":-1002000000001}',NULL,0,NULL,'hold','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,64);
INSERT INTO "outbox" VALUES(517,-1002000000001,5,'sendVideo','{"chat_id":-1002000000001,"video":"VIAgADemo000010"}',NULL,0,NULL,'hold','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,64);
INSERT INTO "outbox" VALUES(518,500000016,3,'sendMessage','{"chat_id":500000016,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"f7sh87My_BdibjQy.2.0","text":"⏸ 暂停"},{"callback_data":"f7sh87My_BdibjQy.2.1","text":"✕ 取消发送"}]]},"text":"📣 <b>发送中</b> · 「明天照常学习。」\n发给：全体党员\n已送达 0 / 15"}','f7sh87My_BdibjQy',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(519,500000018,3,'sendMessage','{"chat_id":500000018,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"Q1LnO3bcMM0LQVOv.2.0","text":"⏸ 暂停"},{"callback_data":"Q1LnO3bcMM0LQVOv.2.1","text":"✕ 取消发送"}]]},"text":"📣 <b>发送中</b> · 「&lt;重要&gt; &amp; 附件」\n发给：学生（党员）、支部群、频道\n已送达 0 / 4"}','Q1LnO3bcMM0LQVOv',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(520,500000019,0,'sendDocument','{"chat_id":500000019,"document":{"made":"c6a1ca488c42f19c/安排.pdf"}}',NULL,0,'notice:upload-document:1','resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(521,500000019,0,'sendMessage','{"chat_id":500000019,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"kg3JPg83BCSns9bi.1.0","text":"✕ 取消发送"}]]},"text":"📣 <b>准备中</b> · 「见安排.pdf」\n发给：全体党员"}','kg3JPg83BCSns9bi',0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(522,-4000000003,0,'leaveChat','{"chat_id":-4000000003}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(523,NULL,5,'deleteMyCommands','{"scope":{"chat_id":500000020,"type":"chat"}}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(524,NULL,5,'setMyCommands','{"commands":[{"command":"cancel","description":"Leave what is open"},{"command":"privacy","description":"Privacy notice"},{"command":"help","description":"Help"}],"scope":{"type":"default"}}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(525,NULL,5,'setMyCommands','{"commands":[{"command":"cancel","description":"先不写了"},{"command":"privacy","description":"隐私告知"},{"command":"help","description":"帮助"}],"language_code":"zh","scope":{"type":"default"}}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
INSERT INTO "outbox" VALUES(526,500000018,3,'sendDocument','{"caption":"「明天下午三点开会。」送达名单","chat_id":500000018,"document":{"made":"dd5635e9f76b0e81/2008-06-16-notice.xlsx"},"parse_mode":"HTML"}',NULL,0,NULL,'resend','waiting',0,NULL,NULL,0,NULL,NULL,'2008-07-08 01:01:00.000000',NULL,NULL);
CREATE TABLE people (
	id INTEGER NOT NULL, 
	number VARCHAR(40), 
	name VARCHAR(80) NOT NULL, 
	branch_id INTEGER, 
	category VARCHAR(32), 
	standing VARCHAR(32), 
	telegram_id BIGINT, 
	language VARCHAR(2) DEFAULT 'zh' NOT NULL, 
	consent VARCHAR(32), 
	joined_at DATETIME, 
	unreachable_at DATETIME, 
	left_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT fk_people_branch_id_branches FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT uq_people_number UNIQUE (number), 
	CONSTRAINT uq_people_telegram_id UNIQUE (telegram_id)
);
INSERT INTO "people" VALUES(1,NULL,'王芳',1,'teaching','full',500000001,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(2,NULL,'张伟',1,'teaching','full',500000002,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(3,NULL,'刘洋',1,'teaching','full',500000003,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(4,NULL,'孙丽',1,'teaching','full',500000004,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(5,NULL,'吴刚',1,'teaching','full',500000005,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(6,NULL,'周强',1,'teaching','full',500000006,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(7,NULL,'林峰',1,'teaching','full',500000007,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(8,NULL,'郭涛',1,'teaching','full',500000008,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(9,NULL,'冯雪',1,'teaching','full',500000009,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(10,NULL,'马超',1,'teaching','full',500000010,'en','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(11,NULL,'许诺',1,'teaching','full',500000011,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(12,NULL,'Chen Jing',1,'teaching','full',500000012,'en','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(13,NULL,'何燕',2,'students','full',500000013,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(14,NULL,'李娜',1,'teaching','full',500000014,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(15,NULL,'黄敏',2,'teaching','full',500000015,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(16,NULL,'周洁',NULL,'administration','full',500000016,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(17,NULL,'郑敏',NULL,'administration','full',500000017,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(18,NULL,'钱进',NULL,'administration','full',500000018,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(19,NULL,'石磊',NULL,'administration','full',500000019,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(20,NULL,'校长',NULL,'administration','full',500000020,'zh','1','2008-06-16 01:00:00.000000',NULL,NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "people" VALUES(21,NULL,'赵强',1,'teaching',NULL,NULL,'zh',NULL,NULL,NULL,NULL,'2008-06-16 01:00:00.000000');
CREATE TABLE reminders (
	id INTEGER NOT NULL, 
	rule VARCHAR(32) NOT NULL, 
	stands_for VARCHAR(96) NOT NULL, 
	whom VARCHAR(48) NOT NULL, 
	branch_id INTEGER, 
	person_id INTEGER, 
	outcome VARCHAR(32) NOT NULL, 
	told TEXT NOT NULL, 
	due_at DATETIME NOT NULL, 
	decided_at DATETIME NOT NULL, 
	card_id VARCHAR(32), 
	closed_at DATETIME, 
	CONSTRAINT pk_reminders PRIMARY KEY (id), 
	CONSTRAINT fk_reminders_branch_id_branches FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_reminders_person_id_people FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_reminders_rule_stands_for_whom UNIQUE (rule, stands_for, whom)
);
INSERT INTO "reminders" VALUES(1,'deadline_ahead','activity/2008-07-11/branch/7d','group:1',1,NULL,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-04 01:00:00.000000','2008-07-04 01:00:00.000000','uS2cYCjjxjGtiUMf',NULL);
INSERT INTO "reminders" VALUES(2,'deadline_ahead','activity/2008-07-11/branch/7d','group:2',2,NULL,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-04 01:00:00.000000','2008-07-04 01:00:00.000000','2BlsLuxSBUyRiWnc',NULL);
INSERT INTO "reminders" VALUES(3,'deadline_ahead','activity/2008-07-11/branch/7d','secretary:1:14',1,14,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-04 01:00:00.000000','2008-07-04 01:00:00.000000','oxzuN1HzhnqYZn63',NULL);
INSERT INTO "reminders" VALUES(4,'deadline_ahead','activity/2008-07-11/branch/7d','secretary:2:15',2,15,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-04 01:00:00.000000','2008-07-04 01:00:00.000000','JNwftkSqQTADxCTd',NULL);
INSERT INTO "reminders" VALUES(5,'deadline_ahead','activity/2008-07-11/branch/3d','group:1',1,NULL,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-08 01:00:00.000000','2008-07-08 01:00:00.000000','pB98UJAlME_Zrp9d',NULL);
INSERT INTO "reminders" VALUES(6,'deadline_ahead','activity/2008-07-11/branch/3d','group:2',2,NULL,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-08 01:00:00.000000','2008-07-08 01:00:00.000000','mEIbxoZVxZy6LCD3',NULL);
INSERT INTO "reminders" VALUES(7,'deadline_ahead','activity/2008-07-11/branch/3d','secretary:1:14',1,14,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-08 01:00:00.000000','2008-07-08 01:00:00.000000','lgGB9nx6u3kuVSvZ',NULL);
INSERT INTO "reminders" VALUES(8,'deadline_ahead','activity/2008-07-11/branch/3d','secretary:2:15',2,15,'sent','{"day":"2008-07-11","days":{"spring-inspection":"2008-07-11"},"of_office":false,"phase":"activity"}','2008-07-08 01:00:00.000000','2008-07-08 01:00:00.000000','yC6Xdd5W4BKvuXDA',NULL);
CREATE TABLE roles (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	branch_id INTEGER, 
	given_at DATETIME NOT NULL, 
	CONSTRAINT pk_roles PRIMARY KEY (id), 
	CONSTRAINT fk_roles_branch_id_branches FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_roles_person_id_people FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_roles_person_id_role_branch_id UNIQUE (person_id, role, branch_id)
);
INSERT INTO "roles" VALUES(1,1,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(2,2,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(3,3,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(4,4,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(5,5,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(6,6,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(7,7,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(8,8,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(9,9,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(10,10,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(11,11,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(12,12,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(13,13,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(14,14,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(15,14,'secretary',1,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(16,15,'member',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(17,15,'secretary',2,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(18,16,'office',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(19,17,'office',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(20,18,'office',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(21,19,'office',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(22,20,'leader',NULL,'2008-06-16 01:00:00.000000');
INSERT INTO "roles" VALUES(23,21,'member',NULL,'2008-06-16 01:00:00.000000');
CREATE TABLE settings (
	name VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY (name)
);
INSERT INTO "settings" VALUES('reminders','{"alive":"2008-07-08T01:00:00+00:00","gap":null,"print":"73ebb4adc2b34f82","since":"2008-07-03T04:00:00+00:00","until":"2008-07-08T01:00:00+00:00"}');
INSERT INTO "settings" VALUES('salt','VT509aWfeIT-7uHY2Ch0yxCEjl-eL4jnQII_ptiTwd0');
CREATE TABLE stories (
	id VARCHAR(32) NOT NULL, 
	author_id INTEGER NOT NULL, 
	branch_id INTEGER, 
	month VARCHAR(7) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_stories PRIMARY KEY (id), 
	CONSTRAINT fk_stories_author_id_people FOREIGN KEY(author_id) REFERENCES people (id), 
	CONSTRAINT fk_stories_branch_id_branches FOREIGN KEY(branch_id) REFERENCES branches (id)
);
INSERT INTO "stories" VALUES('zbimhHs2vfe-O1w8',5,1,'2008-06','member','submitted',1,'{"about":"李明","about_person":null,"body":"那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。","consent":"unnamed","kind":"member","pictures":[],"title":"雪夜"}','2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000');
INSERT INTO "stories" VALUES('DY9SYfzj9znp0R26',13,2,'2008-07','member','submitted',1,'{"about":"李明","about_person":null,"body":"那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。","consent":"unnamed","kind":"member","pictures":[],"title":"雪夜"}','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
CREATE TABLE talks (
	id VARCHAR(32) NOT NULL, 
	telegram_id BIGINT NOT NULL, 
	flow VARCHAR(48) NOT NULL, 
	version INTEGER NOT NULL, 
	step VARCHAR(48) NOT NULL, 
	answers TEXT NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	card_id VARCHAR(32), 
	started_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_talks PRIMARY KEY (id)
);
INSERT INTO "talks" VALUES('srm1AgSNClfIjXwP',500000021,'join',1,'consent','{"code_hash":"0bdb12f6e7bab4988b1dc3e03eef1e5ab6bc45d30466e63948d3a7628644bb04","language":"zh","purpose":"person","~said":true}','open','AiC-Edw3szACl7eB','2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000');
INSERT INTO "talks" VALUES('epsB5AcJPnPbmrVV',500000004,'check_in',1,'confirm','{}','ended','Ng8H8HDuQUObEVTN','2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000');
INSERT INTO "talks" VALUES('UprSQRW2hnDmFJT6',500000004,'change_check_in',1,'confirm','{}','ended','St3NpoLMwOtr6-U5','2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000');
INSERT INTO "talks" VALUES('v1qvzwmVDEhpnX6R',500000005,'submit_story',1,'confirm','{}','ended','HGHk61abv0jUchEJ','2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000');
INSERT INTO "talks" VALUES('XqmeXKwvO1Z74jQf',500000018,'broadcast',1,'confirm','{}','ended','_5GJ4GIKhIQagh6J','2008-06-16 01:00:00.000000','2008-06-16 01:00:00.000000');
INSERT INTO "talks" VALUES('BOQ1fuLVwLJqT3vt',500000001,'check_in',1,'themes','{"activity":"fine-course","happened_on":"2008-07-07","work":"","~said":true,"~themes":["congress","olympics"]}','open','oANBQqBatMcqqB6f','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('tlId8ZtY1q-Uj9nj',500000002,'check_in',1,'effect','{"activity":"fine-course","done":"给新课程写完了全部教案。","happened_on":"2008-07-07","themes":["olympics"],"work":"","~said":true}','open','LwJGuj4hYmH50zr-','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('PsXh9AOMxmZv2f7g',500000007,'check_in',1,'themes','{"activity":"fine-course","happened_on":"2008-07-07","work":"","~said":true}','open','-dDnWRCSNKjadqcf','2008-07-07 07:00:00.000000','2008-07-08 01:00:00.000000');
INSERT INTO "talks" VALUES('8TTKw280Nnyme4TA',500000003,'submit_story',1,'body','{"about":"李明","kind":"member","title":"雪夜","~body":"那天夜里下着大雪，路上一个人也没有。那天夜里下着大雪，路上一个人也没有。\n王老师冒雪赶到医院，守了学生整整一夜。王老师冒雪赶到医院，守了学生整整一夜。","~said":true}','open','IJ5mAJuAKfWCc-Tc','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('tGJiwJv9m95wqmNj',500000012,'submit_story',1,'pictures','{"about":"Li Ming","body":"That night it snowed, and nobody was on the road. That night it snowed, and nobody was on the road. That night it snowed, and nobody was on the road. That night it snowed, and nobody was on the road.","kind":"person","title":"A snowy night","~album":null,"~pictures":["aMFf_eRUYGpMxR45","c3-hIvWLFAKYyn26","Jx4FfqLJGu79x_9i","Id7LcDl64m1rJhmT"],"~said":true}','open','iBba6zGZTIbyoTAM','2008-07-07 07:00:00.000000','2008-07-08 01:00:00.000000');
INSERT INTO "talks" VALUES('tacr2yafVMC5rKGI',500000004,'submit_story',1,'title','{"about":"李明","body":"那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。","consent":"unnamed","kind":"member","pictures":[],"title":"雪夜","~changing":true,"~said":true}','open','_Z6qSnRqR4EdP77_','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('IZnZIUfC_4jqSzL7',500000005,'check_in',1,'confirm','{"activity":"fine-course","done":"给新课程写完了全部教案。","effect":"","evidence":[],"happened_on":"2008-07-07","themes":["olympics"],"work":"","~list":true,"~said":true}','open','cscsHPF1FawRiFmk','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('2yomhKZl5RzSaJaF',500000006,'check_in',1,'effect','{"activity":"fine-course","done":"给新课程写完了全部教案。","happened_on":"2008-07-07","themes":["olympics"],"work":"","~said":true}','kept','VKJ45d1lZQJPXYop','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('w--Up6Fikxuztvaw',500000009,'check_in',1,'activity','{"happened_on":"2008-07-07","work":""}','open','_MT4CotlXjMK0A0q','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('CZmcp_Wf-6jqN8Dw',500000013,'check_in',1,'confirm','{}','ended','2DXW-ec5zKWIB8Ac','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('VWQUr9mXrusuyWQI',500000013,'submit_story',1,'confirm','{}','ended','hRDhK9Ib3jKp9C8n','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('tUtmA2a4n3UXuctT',500000017,'broadcast',1,'confirm','{}','ended','BkKKLO_AaT0IY0yL','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('e9JNyj5-GYQ-bkCI',500000016,'broadcast',1,'confirm','{}','ended','ujZV1O85DppqwRwp','2008-07-07 07:00:00.000000','2008-07-07 07:00:00.000000');
INSERT INTO "talks" VALUES('oayxEziyH27sZKhZ',500000016,'broadcast',1,'confirm','{}','ended','3Uo4k3T3ifM4Y4o0','2008-07-07 07:02:00.000000','2008-07-07 07:02:00.000000');
INSERT INTO "talks" VALUES('8ywx9Ydan-nWxuy9',500000017,'broadcast',1,'confirm','{}','ended','xNLdfp7mr1jCBLFo','2008-07-07 07:02:00.000000','2008-07-07 07:02:00.000000');
INSERT INTO "talks" VALUES('_O6eW3JYt1EUUmAg',500000018,'broadcast',1,'confirm','{}','ended','lvCkNvenzlhq94cw','2008-07-07 07:02:00.000000','2008-07-07 07:02:00.000000');
INSERT INTO "talks" VALUES('kQ6SWt-kzTMU9ptU',500000017,'broadcast',1,'confirm','{"at":"","content":[{"kind":"text","look":null,"text":"还没写完的通知。"}],"to":["all"],"~album":null,"~said":true}','open','deFnEZfTkyQtc1WQ','2008-07-07 07:02:00.000000','2008-07-08 01:00:00.000000');
INSERT INTO "talks" VALUES('TsFrXnO_L6mqjaqr',500000011,'check_in',1,'evidence','{"activity":"fine-course","done":"给新课程写完了全部教案。","effect":"","happened_on":"2008-07-07","themes":["olympics"],"work":"","~album":null,"~evidence":["dGofPSuPZemR12vI"],"~said":true}','open','Px4idtWF-EDYFX69','2008-07-07 07:02:00.000000','2008-07-07 07:02:00.000000');
CREATE TABLE tallies (
	scope VARCHAR(48) NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_tallies PRIMARY KEY (scope, month, kind)
);
INSERT INTO "tallies" VALUES('branch:1','','roster_members',14);
INSERT INTO "tallies" VALUES('school','','roster_members',16);
INSERT INTO "tallies" VALUES('school','','roster_branches',2);
INSERT INTO "tallies" VALUES('branch:2','','roster_members',2);
INSERT INTO "tallies" VALUES('branch:1','2008-06','check_in',1);
INSERT INTO "tallies" VALUES('person:4','2008-06','check_in',1);
INSERT INTO "tallies" VALUES('school','2008-06','check_in',1);
INSERT INTO "tallies" VALUES('branch:1','2008-06','covered_members',1);
INSERT INTO "tallies" VALUES('school','2008-06','covered_members',1);
INSERT INTO "tallies" VALUES('school','2008-06','covered_branches',1);
INSERT INTO "tallies" VALUES('branch:1','2008-06','member',1);
INSERT INTO "tallies" VALUES('person:5','2008-06','member',1);
INSERT INTO "tallies" VALUES('school','2008-06','member',1);
INSERT INTO "tallies" VALUES('branch:2','2008-07','check_in',0);
INSERT INTO "tallies" VALUES('person:13','2008-07','check_in',0);
INSERT INTO "tallies" VALUES('school','2008-07','check_in',0);
INSERT INTO "tallies" VALUES('branch:2','2008-07','covered_members',0);
INSERT INTO "tallies" VALUES('school','2008-07','covered_members',0);
INSERT INTO "tallies" VALUES('school','2008-07','covered_branches',0);
INSERT INTO "tallies" VALUES('branch:2','2008-07','member',1);
INSERT INTO "tallies" VALUES('person:13','2008-07','member',1);
INSERT INTO "tallies" VALUES('school','2008-07','member',1);
CREATE TABLE trace (
	number INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	person_id BIGINT, 
	act VARCHAR(64) NOT NULL, 
	subject VARCHAR(64), 
	"before" TEXT, 
	"after" TEXT, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_trace PRIMARY KEY (number)
);
INSERT INTO "trace" VALUES(1,'2008-06-16 01:00:00.000000',14,'group entered','group:-4000000001',NULL,'{"branch":null}','3c6b8d10f3a820252d60b9e622c9342dbc5572c0ccd85955af6311d74f523950');
INSERT INTO "trace" VALUES(2,'2008-06-16 01:00:00.000000',14,'group code made','branch:1',NULL,NULL,'4cc300dbbb26b3ef59554d90c478d5959d0b2277cb845541d4d81a4643ddeb12');
INSERT INTO "trace" VALUES(3,'2008-06-16 01:00:00.000000',14,'group bound','group:-4000000001','{"branch":null,"group":null}','{"branch":1}','4e8233757f9afcc4a5fb44850c8b4f3f6c2f63076ae1d52a295f38c402697221');
INSERT INTO "trace" VALUES(4,'2008-06-16 01:00:00.000000',14,'group rights changed','group:-4000000001','{"admin":false}','{"admin":true}','468b01f52c3baafc5e172a61191e9490b77cf4b78139318d5ae99cb08b791617');
INSERT INTO "trace" VALUES(5,'2008-06-16 01:00:00.000000',15,'group entered','group:-4000000002',NULL,'{"branch":null}','3d1ccd72945351d701c3ca62ce4d2b2d7d60dbef0aadae7da694fe9efad43d81');
INSERT INTO "trace" VALUES(6,'2008-06-16 01:00:00.000000',15,'group code made','branch:2',NULL,NULL,'d1200f7cc43aec3dfc5978039929f71be461f4fd53598dde02d1de7b9bcddad7');
INSERT INTO "trace" VALUES(7,'2008-06-16 01:00:00.000000',15,'group bound','group:-4000000002','{"branch":null,"group":null}','{"branch":2}','795e4c611b8417c36ab242ae271580e6626ba11b29fcdde3979d1a20b370901d');
INSERT INTO "trace" VALUES(8,'2008-06-16 01:00:00.000000',15,'group rights changed','group:-4000000002','{"admin":false}','{"admin":true}','4f03533cd5de1f776bef2861602cbd96e2ea0c46e2b9698e3e98dd9e9995cde9');
INSERT INTO "trace" VALUES(9,'2008-06-16 01:00:00.000000',NULL,'group entered','group:-4000000003',NULL,'{"branch":null}','e94773575268a5ca540dd69adc459f43c8f43a29bf3745783fc09f5b965b55bc');
INSERT INTO "trace" VALUES(10,'2008-06-16 01:00:00.000000',4,'check-in made','check_in:uzcYlEPTLgiwitNo',NULL,'{"activity":"fine-course","day":"2008-06-16","evidence":[],"late":false,"themes":["olympics","anniversary"],"version":1,"words":{"hash":"867d32eb837a36a5cd5fe7c4df48fe0338625f98b2a20b111ec7e2ddb3c59ca0"}}','71a2d22f13b350bab44e930c06f402c968c6b9176fbdcce8a5a044ae73c06e4f');
INSERT INTO "trace" VALUES(11,'2008-06-16 01:00:00.000000',4,'check-in changed','check_in:uzcYlEPTLgiwitNo','{"activity":"fine-course","day":"2008-06-16","evidence":[],"late":false,"themes":["olympics","anniversary"],"version":1,"words":{"hash":"867d32eb837a36a5cd5fe7c4df48fe0338625f98b2a20b111ec7e2ddb3c59ca0"}}','{"activity":"fine-course","day":"2008-06-16","evidence":[],"late":false,"themes":["olympics","anniversary"],"version":2,"words":{"hash":"81099539a976eaff91d0fd3910364d5d359f55e5db319d1214bcb13dfdce8c97"}}','9344ba14814c2e5fcc40b10276e1d4eef3d33c846014d7d6bf5036d3fcaa2170');
INSERT INTO "trace" VALUES(12,'2008-06-16 01:00:00.000000',5,'story submitted','story:zbimhHs2vfe-O1w8',NULL,'{"about":null,"consent":"unnamed","kind":"member","month":"2008-06","pictures":[],"version":1,"words":{"hash":"97aed4f13a46cca258b6cbe5aadf21bf88ec9d739185d0ffc85af484f3637bf5"}}','7ce2635e665822e7aa9d05b9e5ea92d75112b935e844f1873fa2c7a69cff0660');
INSERT INTO "trace" VALUES(13,'2008-06-16 01:00:00.000000',18,'notice handed in','notice:RhDxf8qN4XrfnYk0',NULL,'{"audience":{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]},"messages":1,"send_at":null,"words":{"hash":"590919a4c3fbc4934ded2177dc13464859d19bdb84ce46a7ed4f47a2298bf39a"}}','b0f39876aa356a228cecf78c34d0e5ab6531f26e5a716216ca2bb24b454fe37f');
INSERT INTO "trace" VALUES(14,'2008-06-16 01:00:00.000000',18,'notice opened','notice:RhDxf8qN4XrfnYk0',NULL,NULL,'eb601f332bfb098d682a5395b63727d867ec8634eff4e6d79c23ded5ec373864');
INSERT INTO "trace" VALUES(15,'2008-06-16 01:00:00.000000',NULL,'notice done','notice:RhDxf8qN4XrfnYk0',NULL,'{"sent":15}','da9a5de69398d01b5ba78b686721194040b1f45bde1c105fcde233ae95fce7c4');
INSERT INTO "trace" VALUES(16,'2008-07-07 07:00:00.000000',14,'group code made','branch:1',NULL,NULL,'561ce415c8018355a6aa4b22a9775db3973dc1c395c06509da8af809e62fdf18');
INSERT INTO "trace" VALUES(17,'2008-07-07 07:00:00.000000',13,'check-in made','check_in:e136mT3Li5r8DDal',NULL,'{"activity":"diligence","day":"2008-07-07","evidence":[],"late":false,"themes":["olympics"],"version":1,"words":{"hash":"867d32eb837a36a5cd5fe7c4df48fe0338625f98b2a20b111ec7e2ddb3c59ca0"}}','54b0739cb826acc95a7bc5a12e645747bb4626cb38a6f2b5466052ff24252256');
INSERT INTO "trace" VALUES(18,'2008-07-07 07:00:00.000000',13,'story submitted','story:DY9SYfzj9znp0R26',NULL,'{"about":null,"consent":"unnamed","kind":"member","month":"2008-07","pictures":[],"version":1,"words":{"hash":"97aed4f13a46cca258b6cbe5aadf21bf88ec9d739185d0ffc85af484f3637bf5"}}','c14d9ed437bd30ea56794f159db6c1bde909af9c65cf5703fed2daf0f44fb8a8');
INSERT INTO "trace" VALUES(19,'2008-07-07 07:00:00.000000',17,'notice handed in','notice:yCyolLPMGpSQ3x3_',NULL,'{"audience":{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]},"messages":1,"send_at":null,"words":{"hash":"1d0ef26b8c1bef32f07b43990bd7f49f3847366b5b8486bbe5a168326a16b373"}}','a4759ff3ecf5e3413862a3a678528a120ff3b338f70f399f3413b86fe70586ab');
INSERT INTO "trace" VALUES(20,'2008-07-07 07:00:00.000000',17,'notice opened','notice:yCyolLPMGpSQ3x3_',NULL,NULL,'9c5274baa0fd5c43c6c8391e8fd7d0e3c599257fc8efb6e4b1a05f444ecec0bd');
INSERT INTO "trace" VALUES(21,'2008-07-07 07:00:00.000000',16,'notice handed in','notice:_c9lF8AjsWx-aWt2',NULL,'{"audience":{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]},"messages":1,"send_at":null,"words":{"hash":"1881f21bc8d6c02ee68be7a935deda836b9b3c127948a2a2de6e09fe341ccc6f"}}','589744ec8791198f219943eb81b6e612fae58b1393cc3f25258e4c1d17956920');
INSERT INTO "trace" VALUES(22,'2008-07-07 07:00:00.000000',16,'notice opened','notice:_c9lF8AjsWx-aWt2',NULL,NULL,'02e1d654c448992ef55df28bbf02bdf2c6ce2efc0aadff4980074095a2beae0e');
INSERT INTO "trace" VALUES(23,'2008-07-07 07:02:00.000000',16,'notice paused','notice:_c9lF8AjsWx-aWt2',NULL,NULL,'e243c5040d13fe7a6d6b2cdc2a6680c00e9fe9dfba8bd85638cf99b3789f0454');
INSERT INTO "trace" VALUES(24,'2008-07-07 07:02:00.000000',16,'notice handed in','notice:yz3s1UJAo5Tsl_ib',NULL,'{"audience":{"branches":[],"categories":[],"channel":false,"groups":false,"lacking":[],"people":true,"roles":[]},"messages":1,"send_at":"2008-07-08T09:00:00+08:00","words":{"hash":"80b108ca2e4c63a3210d7969c5864f148e889333b074a073db4ffba4f1d8d3fe"}}','7703ca63d79fd1e8ae3c6c9c1b34f566586d6096d4b57fc4455c09e1e7e75faa');
INSERT INTO "trace" VALUES(25,'2008-07-07 07:02:00.000000',17,'notice handed in','notice:_b4LpALDmzYkgZhD',NULL,'{"audience":{"branches":[],"categories":[],"channel":true,"groups":false,"lacking":[],"people":false,"roles":[]},"messages":1,"send_at":null,"words":{"hash":"11ba09f8a2d3261875e746b478ec38fa0b4ca80d7ed2c16076c3ef00e3368555"}}','705fb06c86ad474f7373ed29ab589f4621930fd06fb6d4d284ff505d52013bc3');
INSERT INTO "trace" VALUES(26,'2008-07-07 07:02:00.000000',17,'second consent asked','notice:_b4LpALDmzYkgZhD',NULL,NULL,'f2d6d162cf6fcafa1abebaf7d2673acc3ed1d88f4e1b5000977816a87de7e4ce');
INSERT INTO "trace" VALUES(27,'2008-07-07 07:02:00.000000',18,'notice handed in','notice:-d1mTM8PkB13h_D3',NULL,'{"audience":{"branches":[],"categories":["students"],"channel":true,"groups":true,"lacking":[],"people":true,"roles":[]},"messages":8,"send_at":null,"words":{"hash":"d4d6fcc6e2825f57e0190947a4421e16cc36b6099d42c3a86e8566001dc6c519"}}','52d990904e209a7cc62a4b3a86a57f9c1fa6ba15cc8daf799260e447b96dd91e');
INSERT INTO "trace" VALUES(28,'2008-07-07 07:02:00.000000',18,'second consent asked','notice:-d1mTM8PkB13h_D3',NULL,NULL,'951c5e393003d28de551f0a1bc624a52c59287b266b2aa1977e93fbc1c6b6e6d');
INSERT INTO "trace" VALUES(29,'2008-07-08 01:00:00.000000',10,'language changed','person:10','{"language":"zh"}','{"language":"en"}','231022dec7b68b2af1f42657cd6d78bf7dcc1fed234caa0f3010edbd14c43ed4');
INSERT INTO "trace" VALUES(30,'2008-07-08 01:00:00.000000',13,'check-in withdrawn','check_in:e136mT3Li5r8DDal','{"version":1}',NULL,'11e02b15b7d26594d7afe499db52d1e1b1cbc6a0caaf6598dd624a3121aac801');
INSERT INTO "trace" VALUES(31,'2008-07-08 01:00:00.000000',16,'notice consented to','notice:-d1mTM8PkB13h_D3',NULL,NULL,'9d4cee2448ae2b0a197657745402357332ecaacf9d3e041ca7bc49ab74044f32');
INSERT INTO "trace" VALUES(32,'2008-07-08 01:00:00.000000',18,'notice report taken','notice:RhDxf8qN4XrfnYk0',NULL,NULL,'14f1ae3d96f1a4b25a420d74d64a82bdca750aee17b3d62ee5f56ecd1de1eb21');
INSERT INTO "trace" VALUES(33,'2008-07-08 01:00:00.000000',9,'let into the group','group:-4000000001',NULL,NULL,'64445d2b7e642dd5c5099c3ed63eb4df3d4e34e8ca6c88d9e2d33d28453691e8');
INSERT INTO "trace" VALUES(34,'2008-07-08 01:01:00.000000',16,'notice opened','notice:yz3s1UJAo5Tsl_ib',NULL,NULL,'ab18deb28b072b842c359ff40ea59a8a8cc6f0929f7745268d633d7fcb7a7df1');
INSERT INTO "trace" VALUES(35,'2008-07-08 01:01:00.000000',18,'notice opened','notice:-d1mTM8PkB13h_D3',NULL,NULL,'658588d1365be86459db385d2c002f4892aa22beb9976e99cf84342a9ffb0876');
INSERT INTO "trace" VALUES(36,'2008-07-08 01:01:00.000000',NULL,'group left','group:-4000000003',NULL,NULL,'33e5819bbc09fadc1a76daf21f19c3506251253eb8a8e8455a7a3eacd6be9acf');
CREATE TABLE versions (
	subject VARCHAR(64) NOT NULL, 
	version INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_versions PRIMARY KEY (subject, version)
);
INSERT INTO "versions" VALUES('check_in:uzcYlEPTLgiwitNo',1,'{"activity":"fine-course","done":"给新课程写完了全部教案。","effect":"","evidence":[],"happened_on":"2008-06-16","late_reason":"","themes":["olympics","anniversary"],"work":""}','2008-06-16 01:00:00.000000');
INSERT INTO "versions" VALUES('check_in:e136mT3Li5r8DDal',1,'{"activity":"diligence","done":"给新课程写完了全部教案。","effect":"","evidence":[],"happened_on":"2008-07-07","late_reason":"","themes":["olympics"],"work":""}','2008-07-07 07:00:00.000000');
CREATE INDEX ix_cards_made_at ON cards (made_at);
CREATE INDEX ix_inbox_ended_at ON inbox (ended_at);
CREATE INDEX ix_inbox_waiting ON inbox (id, chat_id) WHERE state = 'waiting';
CREATE INDEX ix_outbox_ended_at ON outbox (ended_at);
CREATE INDEX ix_outbox_lane ON outbox (lane, priority, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX ix_outbox_open ON outbox (priority, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX ix_talks_telegram_id ON talks (telegram_id, state);
CREATE INDEX ix_trace_subject ON trace (subject);
CREATE INDEX ix_groups_branch_id ON groups (branch_id);
CREATE INDEX ix_check_ins_person_id ON check_ins (person_id, month);
CREATE INDEX ix_evidence_person_id ON evidence (person_id);
CREATE INDEX ix_evidence_sha256 ON evidence (sha256);
CREATE INDEX ix_evidence_subject ON evidence (subject);
CREATE INDEX ix_evidence_unique_id ON evidence (unique_id);
CREATE INDEX ix_invitations_person_id ON invitations (person_id);
CREATE INDEX ix_roles_role ON roles (role, branch_id);
CREATE INDEX ix_stories_author_id ON stories (author_id, month);
CREATE INDEX ix_reminders_open ON reminders (decided_at) WHERE card_id IS NOT NULL AND closed_at IS NULL;
CREATE INDEX ix_reminders_person_id ON reminders (person_id, decided_at);
CREATE INDEX ix_people_branch_id ON people (branch_id, id);
CREATE INDEX ix_check_ins_branch_id ON check_ins (branch_id, month, happened_on, created_at);
CREATE INDEX ix_check_ins_month ON check_ins (month, happened_on, created_at);
CREATE INDEX ix_stories_branch_id ON stories (branch_id, month, created_at);
CREATE INDEX ix_stories_month ON stories (month, created_at);
CREATE INDEX ix_notices_state ON notices (state, created_at);
CREATE INDEX ix_deliveries_notice_id ON deliveries (notice_id, state, id);
CREATE INDEX ix_deliveries_person_id ON deliveries (person_id);
CREATE INDEX ix_outbox_due ON outbox (not_before) WHERE state IN ('waiting', 'sending') AND not_before IS NOT NULL;
CREATE INDEX ix_outbox_delivery_id ON outbox (delivery_id) WHERE delivery_id IS NOT NULL AND state IN ('waiting', 'sending', 'paused');
CREATE INDEX ix_cards_worn_id ON cards (worn_id) WHERE worn_id IS NOT NULL;
COMMIT;
