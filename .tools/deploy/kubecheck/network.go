package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
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

// Peer is one end of it.
type Peer struct {
	PodSelector, NamespaceSelector *Selector
	IPBlock                        map[string]any
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
					allowed["ingress of "+name+" from "+end] = contains(policy.Spec.PolicyTypes, "Ingress")
				}
			}
			for _, rule := range policy.Spec.Egress {
				for _, end := range set.ends(rule.To, rule) {
					allowed["egress of "+name+" to "+end] = contains(policy.Spec.PolicyTypes, "Egress")
				}
			}
		}
	}
	wanted := expected(facts.Calls, slices.Collect(maps.Keys(names(set.Workloads))))
	for _, flow := range slices.Sorted(maps.Keys(wanted)) {
		problems.Require(allowed[flow] || wanted[flow] == optional, "network: %s is needed and not allowed", flow)
	}
	for _, flow := range slices.Sorted(maps.Keys(allowed)) {
		_, known := wanted[flow]
		problems.Require(known, "network: %s is allowed, and nothing needs it", flow)
	}
}

// ends spells out the other ends of a rule, each with each of its ports.
func (set *Set) ends(peers []Peer, rule Rule) []string {
	var ends []string
	for _, peer := range peers {
		switch {
		case peer.IPBlock != nil:
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

// String spells a peer of another namespace.
func (p Peer) String() string {
	text := "namespaces " + p.NamespaceSelector.String()
	if p.PodSelector != nil {
		text += " pods " + p.PodSelector.String()
	}
	return text
}

// String spells a selector.
func (s *Selector) String() string {
	if s.all() {
		return "*"
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(s.MatchLabels)) {
		parts = append(parts, key+"="+s.MatchLabels[key])
	}
	for _, expression := range s.MatchExpressions {
		parts = append(parts, fmt.Sprintf("%s %s %v", expression.Key, expression.Operator, expression.Values))
	}
	return strings.Join(parts, ",")
}

func (s *Selector) all() bool { return len(s.MatchLabels)+len(s.MatchExpressions) == 0 }

func names(workloads []*Workload) map[string]bool {
	all := map[string]bool{}
	for _, workload := range workloads {
		all[workload.Metadata.Name] = true
	}
	return all
}
