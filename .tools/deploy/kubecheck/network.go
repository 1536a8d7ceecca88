package main

import (
	"fmt"
	"maps"
	"slices"
)

// Policy is a network policy.
type Policy struct {
	Meta
	Spec struct {
		PodSelector     Selector
		PolicyTypes     []string
		Ingress, Egress []Rule
	}
}

// Rule lets traffic through.
type Rule struct {
	From, To []Peer
	Ports    []struct {
		Protocol string
		Port     any
		EndPort  int
	}
}

// Names for ends that are not workloads.
const (
	outside = "outside"
	anyPort = "any port"
)

// checkNetwork compares every flow the policies let through with the flows there must be.
func (set *Set) checkNetwork(facts *Facts, problems *Problems) {
	closed := slices.ContainsFunc(set.Policies, func(p *Policy) bool {
		return p.Spec.PodSelector.all() && len(p.Spec.Ingress)+len(p.Spec.Egress) == 0 &&
			contains(p.Spec.PolicyTypes, "Ingress") && contains(p.Spec.PolicyTypes, "Egress")
	})
	problems.Require(closed, "no NetworkPolicy closes ingress and egress of every pod")
	allowed := map[string]bool{}
	for _, policy := range set.Policies {
		for _, workload := range set.selected(policy.Spec.PodSelector) {
			name := workload.Metadata.Name
			for _, rule := range policy.Spec.Ingress {
				for _, end := range set.ends(rule.From, rule) {
					flow := "ingress of " + name + " from " + end
					allowed[flow] = allowed[flow] || contains(policy.Spec.PolicyTypes, "Ingress")
				}
			}
			for _, rule := range policy.Spec.Egress {
				for _, end := range set.ends(rule.To, rule) {
					flow := "egress of " + name + " to " + end
					allowed[flow] = allowed[flow] || contains(policy.Spec.PolicyTypes, "Egress")
				}
			}
		}
	}
	wanted := expected(facts.Calls, slices.Collect(maps.Keys(names(set.Workloads))))
	for _, flow := range slices.Sorted(maps.Keys(wanted)) {
		must := wanted[flow] == required
		problems.Require(allowed[flow] || !must, "network: %s is needed and not allowed", flow)
	}
	for _, flow := range slices.Sorted(maps.Keys(allowed)) {
		_, known := wanted[flow]
		problems.Require(known || !allowed[flow], "network: %s is allowed, and nothing needs it", flow)
	}
}

// ends spells out the other ends of a rule, each with each of its ports.
func (set *Set) ends(peers []Peer, rule Rule) []string {
	var ends []string
	for _, peer := range peers {
		switch {
		case peer.IPBlock != nil, peer.NamespaceSelector == nil && peer.PodSelector == nil:
			ends = append(ends, outside)
		case peer.NamespaceSelector != nil:
			ends = append(ends, peer.String())
		default:
			for _, workload := range set.selected(*peer.PodSelector) {
				ends = append(ends, workload.Metadata.Name)
			}
		}
	}
	if len(peers) == 0 {
		ends = []string{outside}
	}
	ports := []string{anyPort}
	if len(rule.Ports) > 0 {
		ports = nil
	}
	for _, port := range rule.Ports {
		text := fmt.Sprintf("%s %v", port.Protocol, port.Port)
		if port.EndPort != 0 {
			text += fmt.Sprintf("-%d", port.EndPort)
		}
		ports = append(ports, text)
	}
	var flows []string
	for _, end := range ends {
		for _, port := range ports {
			flows = append(flows, end+" "+port)
		}
	}
	return flows
}

func names(workloads []*Workload) map[string]bool {
	all := map[string]bool{}
	for _, workload := range workloads {
		all[workload.Metadata.Name] = true
	}
	return all
}
