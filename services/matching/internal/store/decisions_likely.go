package store

// What bodies are packed after: texts like most of what is packed, which takes a third of the room after them. They must never change,
// for what was packed after them cannot be read without them.

// likelyProfile is a profile as most are, with what they say in the order they say it.
const likelyProfile = `{"id":"a2b3c4d5e6f7g2h3i4j5k6l7m2","displayName":"Dr. Maria Anna","licenses":[` +
	`{"state":"NY","title":"LCSW","expireDate":"2028-06-30","number":"012345","status":"ACTIVE"},` +
	`{"state":"NJ","title":"LMFT","expireDate":"2027-12-31"}],"formats":["INDIVIDUAL","COUPLE","FAMILY"],` +
	`"modes":["IN_PERSON","PHONE","VIDEO"],"languages":["es","en"],"ageGroups":["TEEN","ADULT"],"expertise":[` +
	`{"concern":"BETRAYAL_TRUST","level":"CERTIFIED"},{"concern":"COUPLE_CONFLICT","level":"TRAINED"},` +
	`{"concern":"TRAUMA","level":"LISTED"},{"concern":"GRIEF","level":"LISTED"},{"concern":"ANXIETY","level":"LISTED"},` +
	`{"concern":"DEPRESSION","level":"LISTED"}],"feeCents":17500,"slidingFeeCents":9000,"insurers":["AETNA","CIGNA"],` +
	`"approaches":[{"approach":"EFT","level":"CERTIFIED"},{"approach":"CBT","level":"TRAINED"},{"approach":"ACT","level":"LISTED"}],` +
	`"identity":{"gender":"WOMAN","lgbtqAffirming":true},"style":{"directive":1,"practisingSince":2012,"targetCaseload":20,` +
	`"accepting":true,"newClientsPerWeek":3,"activeClients":14,"reserved":1,"newClients":2,` +
	`"track":{"version":"2026-11-22T06:00:00Z","n":[0,0,0,0,0,0,0,0,0,0,0,0],"theta":[0,0,0,0,0,0,0,0,0,0,0,0],"sd":[0,0,0,0,0,0,0,0,0,0,0,0]},` +
	`"price":10000,"priceSource":"FORECAST","version":1,"createTime":"2026-11-23T15:00:00Z","updateTime":"2026-11-23T15:00:00Z"}`

// likelyRanking is what most rankings say of those who fit, and the beginnings of the lists around it.
const likelyRanking = `{"terms":[{"code":"MEETS_ALL","text":"Meets every requirement: licensed in New York, sees couples, meets by video, speaks English.",` +
	`"points":400000,"evidence":"POLICY"},{"code":"CONCERN_CERTIFIED","text":"Certified for work with anxiety.","points":62500,"about":"ANXIETY",` +
	`"evidence":"SELF_DECLARED"},{"code":"CONCERN_TRAINED","text":"Trained to work with grief.","points":18750,"about":"GRIEF",` +
	`"evidence":"SELF_DECLARED"},{"code":"CONCERN_LISTED","text":"Works with trauma.","points":15625,"about":"TRAUMA","evidence":"SELF_DECLARED"},` +
	`{"code":"CONCERN_NOT_LISTED","text":"Does not name depression as a focus.","about":"DEPRESSION","against":true,"evidence":"SELF_DECLARED"},` +
	`{"code":"TRACK_RECORD","text":"In relationships, clients here improved more than expected: +0.25 standard deviations over 40 measured courses, ` +
	`80% sure between +0.05 and +0.45.","points":250000,"evidence":"OBSERVATIONAL","n":40,"low":50000,"high":450000},` +
	`{"code":"PREFERENCE_GENDER","text":"Is a woman, as the client wishes.","points":186666,"about":"WOMAN","evidence":"META_ANALYSIS"},` +
	`{"code":"PREFERENCE_APPROACH","text":"Is someone trained in EFT, as the client wishes.","points":93333,"about":"EFT","evidence":"META_ANALYSIS"},` +
	`{"code":"PREFERENCE_APPROACH","text":"Works with EFT, without stating a training in it.","points":46666,"about":"EFT","evidence":"META_ANALYSIS"},` +
	`{"code":"PREFERENCE_APPROACH","text":"Is not someone trained in EFT, which the client would like.","about":"EFT","against":true,` +
	`"evidence":"META_ANALYSIS"},{"code":"STYLE","text":"Works in a style close to the one wished.","points":40000,"evidence":"META_ANALYSIS"},` +
	`{"code":"TIME_FIT","text":"Has no opening at the wished times.","evidence":"POLICY"},` +
	`{"code":"FEE","text":"At $150.00 a session well within the client's limit.","points":20000,"evidence":"POLICY"},` +
	`{"code":"SOON","text":"Can begin within a week, on Tuesday, November 24.","points":18392,"evidence":"OBSERVATIONAL"},` +
	`{"code":"CASELOAD","text":"Nearly full: 3 free places of 20.","points":-16800,"against":true,"evidence":"POLICY"},` +
	`{"code":"ASK_LOCATION","text":"Ask where the client will be during sessions: the licence depends on it.","against":true,"evidence":"POLICY"},` +
	`{"code":"WEEKLY_HOUR","text":"The same hour, Tuesdays at 11 am, is free in each of the next 8 weeks.","evidence":"POLICY"},` +
	`{"code":"CASELOAD","text":"Has 11 free places of 20.","points":7425,"evidence":"POLICY"}],"ranked":[{"therapist":0,"score":812345,` +
	`"terms":[0,1,2,3,4,5,6,7,8]},{"therapist":1,"score":765432,"terms":[0,16,20,3,4,21,22,7,23]}],"openings":[{"key":"BASE",` +
	`"therapists":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31],"n":[5,5,5,5,5,5,5,5],"slots":["],"after":[1795554000000000,86400000000,86400000000,86400000000,-345600000000],"lengths":[3000000000],` +
	`"modes":["VIDEO"]}],"weekly":[{"therapist":0,"start":1795554000000000,"weeks":8,"skips":[0,0,0]}],"input":{"inquiry":"","seed":"",` +
	`"need":{"format":"COUPLE","ageGroup":"ADULT","concerns":["ANXIETY","GRIEF"],"modes":["VIDEO"],"locationState":"NY","languages":["en"],` +
	`"payment":{"insurer":"AETNA"},"preferences":[{"kind":"GENDER","value":"WOMAN","strength":"STRONG"}]},"zone":"America/New_York",` +
	`"now":"2026-11-23T15:00:00Z","therapists":null,"weights":{"base":400000,"expertise":100000,"concernShares":[500000,300000,200000],` +
	`"levels":[250000,500000,1000000],"severity":[1000000,400000,700000,1000000,1100000,1200000],"halfInformed":19,"harmBelow":-200000,` +
	`"harmQuantile":1644854,"preference":280000,"style":50000,"time":100000,"feeStep":20000,"feeComfort":800000,"waitWeek":10000,` +
	`"tiers":[1,3,10],"latestDays":[0,14,7],"waitWeeksMax":8,"waitWeeksNeutral":2,"load":30000,"nearTie":20000,"evenShare":100000,` +
	`"learnBelow":30,"learnShare":100000,"priorSd":223607,"priorCommon":122474,"leaveWeek":5000,"leaveWithin":4,"priceMax":400000,` +
	`"feeUpCents":2500,"outOfNetworkCents":15000},"vocabulary":"2026.2","pool":{"therapists":1000,"fitting":64,"rules":[` +
	`{"rule":"RULE_FORMAT","excluded":100,"alone":10},{"rule":"RULE_LICENSE","excluded":100,"alone":10},` +
	`{"rule":"RULE_PAYMENT","excluded":100,"alone":10}],"gains":[{"rules":["RULE_MODE"],"text":"","gains":4}]},"recent":{}},` +
	`"output":{"counterfactuals":[],"rules":[],"notes":[{"code":"NOT_MEASURED","text":"No outcomes were measured for this concern yet: ` +
	`ranked by what therapists state, wishes, waiting, cost and places."},{"code":"SHORTLIST","text":"Of 1000 therapists 64 fit; openings ` +
	`were looked for with the best 32."}]}}`
