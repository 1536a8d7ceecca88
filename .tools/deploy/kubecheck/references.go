package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// checkNamespace asks the cluster to refuse what kubecheck would.
func (set *Set) checkNamespace(problems *Problems) {
	for _, namespace := range set.Namespaces {
		labels := namespace.Metadata.Labels
		for _, mode := range []string{"enforce", "audit", "warn"} {
			key := "pod-security.kubernetes.io/" + mode
			problems.Require(labels[key] == "restricted", "%s: %s must be restricted", namespace, key)
			problems.Require(strings.HasPrefix(labels[key+"-version"], "v1."), "%s: %s-version must be pinned", namespace, key)
		}
	}
	problems.Require(len(set.Namespaces) == 1, "there must be one Namespace, not %d", len(set.Namespaces))
}

// checkReferences asks that whatever an object names is there.
func (set *Set) checkReferences(facts *Facts, problems *Problems) {
	for _, service := range set.Services {
		set.checkService(service, problems)
	}
	for _, budget := range set.Budgets {
		problems.Require(len(set.selected(budget.Spec.Selector)) == 1, "%s: must be about the pods of exactly one workload", budget)
	}
	for _, ingress := range set.Ingresses {
		for _, rule := range ingress.Spec.Rules {
			for _, path := range rule.HTTP.Paths {
				to := path.Backend.Service
				problems.Require(set.servicePort(to.Name, to.Port.Name, to.Port.Number) != nil,
					"%s: leads to port %s%.0d of service %s, which is not there", ingress, to.Port.Name, to.Port.Number, to.Name)
			}
		}
	}
	for _, workload := range set.Workloads {
		account := workload.Spec.Template.Spec.ServiceAccountName
		problems.Require(set.Accounts[account], "%s: service account %s is not there", workload, account)
		for _, volume := range workload.Spec.Template.Spec.Volumes {
			if volume.Secret != nil && !set.MadeByCert[volume.Secret.SecretName] {
				problems.Require(strings.Contains(facts.Readme, "`"+volume.Secret.SecretName+"`"),
					"%s: deploy/README.md does not say how to make secret %s", workload, volume.Secret.SecretName)
			}
		}
		for _, c := range workload.containers() {
			set.checkTargets(workload, c, problems)
		}
	}
}

func (set *Set) checkService(service *Service, problems *Problems) {
	selected := set.selected(Selector{MatchLabels: service.Spec.Selector})
	if len(selected) != 1 {
		problems.Add("%s: must select the pods of exactly one workload, not of %v", service, selected)
		return
	}
	for _, port := range service.Spec.Ports {
		c := selected[0].containers()[0]
		problems.Require(c.hasPort(fmt.Sprint(port.TargetPort)), "%s: %s has no port named %v", service, selected[0], port.TargetPort)
	}
}

// checkTargets asks that each service a role calls resolves to its pods, all of them, at the port they serve.
func (set *Set) checkTargets(workload *Workload, c *Container, problems *Problems) {
	variables := c.variables(set)
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, "_TARGET") {
			continue
		}
		target, err := url.Parse(variables[name])
		if err != nil || target.Scheme != "dns" {
			problems.Add("%s: %s must be dns:///service:port", workload, name)
			continue
		}
		host, port, _ := strings.Cut(strings.TrimPrefix(target.Path, "/"), ":")
		service := set.servicePort(host, "grpc", 0)
		problems.Require(service != nil && service.Spec.ClusterIP == "None", "%s: %s: there is no headless service %s", workload, name, host)
		for _, server := range set.Workloads {
			if service == nil || !(Selector{MatchLabels: service.Spec.Selector}).matches(server.Spec.Template.Metadata.Labels) {
				continue
			}
			problems.Require(server.containers()[0].serves("grpc", port), "%s: %s: %s does not serve port %s", workload, name, server, port)
		}
	}
}

func (c *Container) serves(name, number string) bool {
	for _, port := range c.Ports {
		if port.Name == name && fmt.Sprint(port.ContainerPort) == number {
			return true
		}
	}
	return false
}

func (set *Set) servicePort(service, port string, number int) *Service {
	for _, candidate := range set.Services {
		for _, p := range candidate.Spec.Ports {
			if candidate.Metadata.Name == service && (p.Name == port || number != 0 && p.Port == number) {
				return candidate
			}
		}
	}
	return nil
}

func (set *Set) selected(selector Selector) []*Workload {
	var found []*Workload
	for _, workload := range set.Workloads {
		if selector.matches(workload.Spec.Template.Metadata.Labels) {
			found = append(found, workload)
		}
	}
	return found
}
