package main

import (
	"fmt"
	"strconv"
	"strings"
)

// checkResources asks for memory that cannot be taken away, and a Go heap that fits into it.
func (w *Workload) checkResources(c *Container, problems *Problems) {
	requests, limits := c.Resources.Requests, c.Resources.Limits
	for _, resource := range []string{"cpu", "memory", "ephemeral-storage"} {
		problems.Require(requests[resource] != nil, "%s: %s: resources.requests.%s is missing", w, c.Name, resource)
	}
	problems.Require(limits["ephemeral-storage"] != nil, "%s: %s: resources.limits.ephemeral-storage is missing", w, c.Name)
	problems.Require(limits["memory"] != nil && limits["memory"] == requests["memory"],
		"%s: %s: the memory limit must equal the request", w, c.Name)
	limit, err := mebibytes(fmt.Sprint(limits["memory"]), "Mi")
	if err != nil {
		problems.Add("%s: %s: memory limit: %v", w, c.Name, err)
		return
	}
	for _, variable := range c.Env {
		if variable.Name != "GOMEMLIMIT" {
			continue
		}
		soft, err := mebibytes(variable.Value, "MiB")
		problems.Require(err == nil && soft*100 >= limit*80 && soft*100 <= limit*90,
			"%s: %s: GOMEMLIMIT %s must be 80 to 90 %% of the memory limit of %d MiB", w, c.Name, variable.Value, limit)
		return
	}
	problems.Add("%s: %s: GOMEMLIMIT is missing", w, c.Name)
}

func mebibytes(text, unit string) (int, error) {
	number, ok := strings.CutSuffix(text, unit)
	value, err := strconv.Atoi(number)
	if !ok || err != nil {
		return 0, fmt.Errorf("want a number of %s, not %q", unit, text)
	}
	return value, nil
}
