package main

// need says whether a flow must be allowed or only may be.
type need int

const (
	required need = iota + 1
	optional
)

// dependencies are what the workloads reach outside the namespace, beside the name server.
var dependencies = []struct {
	port string
	who  []string
}{
	{"TCP 5432", []string{"intake", "matching", "scheduling", "migrate"}}, // PostgreSQL
	{"TCP 6379", []string{"gateway", "intake", "scheduling"}},             // Redis
	{"TCP 587", []string{"intake"}},                                       // mail
	{"TCP 443", []string{"scheduling"}},                                   // calendars elsewhere
}

// expected lists every flow there is: the calls the protos declare, from both ends, and the world outside.
func expected(calls map[string][]string, workloads []string) map[string]need {
	flows := map[string]need{}
	for service, callers := range calls {
		for _, caller := range callers {
			flows["egress of "+caller+" to "+service+" TCP 9090"] = required
			flows["ingress of "+service+" from "+caller+" TCP 9090"] = required
		}
	}
	const names = " to namespaces kubernetes.io/metadata.name=kube-system pods k8s-app=kube-dns "
	for _, workload := range workloads {
		flows["egress of "+workload+names+"UDP 53"] = required
		flows["egress of "+workload+names+"TCP 53"] = required
		if workload != "migrate" {
			flows["ingress of "+workload+" from namespaces firstcall/metrics=true TCP 8086"] = optional
		}
	}
	for _, dependency := range dependencies {
		for _, who := range dependency.who {
			flows["egress of "+who+" to "+outside+" "+dependency.port] = required
		}
	}
	flows["ingress of gateway from namespaces firstcall/public=true TCP 8080"] = required
	flows["ingress of gateway from namespaces firstcall/staff=true TCP 8081"] = required
	return flows
}
