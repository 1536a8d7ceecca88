package main

import (
	"context"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// checkCompose loads the file as compose does, and asks of its containers what is asked of pods.
func checkCompose(ctx context.Context, file string, facts *Facts) (Problems, error) {
	project, err := loadCompose(ctx, file)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", file, err)
	}
	var problems Problems
	roles := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(project.Services)) {
		service := project.Services[name]
		where := "service " + name
		checkImage(service.Image, where, &problems)
		problems.Require(service.Image != "firstcall", "%s: image needs a tag", where)
		problems.Require(!service.Privileged && service.NetworkMode != "host", "%s: must not be privileged or on the host's network", where)
		problems.Require(contains(service.CapDrop, "ALL"), "%s: must drop ALL capabilities", where)
		problems.Require(contains(service.SecurityOpt, "no-new-privileges:true"), "%s: security_opt must hold no-new-privileges:true", where)
		problems.Require(service.ReadOnly, "%s: must be read_only", where)
		for _, port := range service.Ports {
			problems.Require(port.HostIP == "127.0.0.1", "%s: port %s must be published on loopback only", where, port.Published)
		}
		if strings.HasPrefix(service.Image, "firstcall:") {
			checkRole(where, service, facts, &problems)
			roles[name] = true
		}
	}
	for _, role := range []string{"gateway", "intake", "matching", "scheduling", "migrate"} {
		problems.Require(roles[role], "there is no service %s", role)
	}
	return problems, nil
}

func loadCompose(ctx context.Context, file string) (*types.Project, error) {
	return loader.LoadWithContext(ctx, types.ConfigDetails{
		WorkingDir:  filepath.Dir(file),
		ConfigFiles: []types.ConfigFile{{Filename: file}},
		Environment: types.Mapping{"FIRSTCALL_USER": "65532:65532"},
	}, func(o *loader.Options) { o.SetProjectName("firstcall", true) })
}

func checkRole(where string, service types.ServiceConfig, facts *Facts, problems *Problems) {
	problems.Require(len(service.CapAdd) == 0, "%s: must add no capability", where)
	problems.Require(service.User != "", "%s: needs a user", where)
	if contains(service.Command, "serve") {
		problems.Require(service.HealthCheck != nil && contains(service.HealthCheck.Test, "health"), "%s: needs a health check by `firstcall health`", where)
	}
	secrets := map[string]bool{}
	for _, secret := range service.Secrets {
		target := secret.Target
		if target == "" {
			target = secret.Source
		}
		if !path.IsAbs(target) {
			target = path.Join("/run/secrets", target)
		}
		secrets[target] = true
	}
	variables := map[string]string{}
	for name, value := range service.Environment {
		if value != nil {
			variables[name] = *value
		}
		if strings.HasPrefix(name, prefix) && facts.Variables[name].File {
			problems.Require(secrets[variables[name]], "%s: %s: no secret is at %s", where, name, variables[name])
		}
	}
	facts.checkNames(where, variables, problems)
}
