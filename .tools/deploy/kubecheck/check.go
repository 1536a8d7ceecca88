package main

import (
	"fmt"
	"slices"
)

// Problems collects findings, each one sentence that names the object.
type Problems []string

// Add notes a finding.
func (p *Problems) Add(format string, args ...any) {
	*p = append(*p, fmt.Sprintf(format, args...))
}

// Require notes a finding unless ok.
func (p *Problems) Require(ok bool, format string, args ...any) {
	if !ok {
		p.Add(format, args...)
	}
}

// Check lists what is wrong with one rendered set of manifests.
func Check(manifests []Manifest, facts *Facts, schemas *Schemas) Problems {
	problems := schemas.validate(manifests)
	if len(problems) > 0 {
		// The other checks read what the schemas promise.
		return problems
	}
	set, err := decode(manifests)
	if err != nil {
		return Problems{err.Error()}
	}
	set.checkNamespace(&problems)
	for _, workload := range set.Workloads {
		workload.checkPod(&problems)
		workload.checkVariables(set, facts, &problems)
		workload.checkFiles(&problems)
		for _, container := range workload.containers() {
			workload.checkContainer(container, &problems)
		}
		if workload.Kind == "Deployment" {
			workload.checkServing(set, &problems)
		}
	}
	set.checkReferences(facts, &problems)
	set.checkNetwork(facts, &problems)
	slices.Sort(problems)
	return problems
}
