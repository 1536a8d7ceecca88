package store

// likelyProfile is a profile as most are, with what they say in the order they say it: one that is deflated after it takes a third of
// what it takes by itself. It must never change, for what was deflated after it cannot be read without it.
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
