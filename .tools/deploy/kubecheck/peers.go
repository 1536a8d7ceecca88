package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Peer is one end of it.
type Peer struct {
	PodSelector, NamespaceSelector *Selector
	IPBlock                        map[string]any
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
