// Command kubecheck proves what can be proved about the deployment's files without a cluster: that they render, that
// every object is what Kubernetes expects, that pods are restricted, that the network lets through the calls the protos
// declare and no others, and that every setting they give exists.
//
//	kubecheck [-cache DIR] deploy
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	cache := flag.String("cache", "", "folder for schemas; by default .cache/kubecheck beside the deploy folder")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: kubecheck [-cache DIR] deploy")
		os.Exit(2)
	}
	problems, err := run(context.Background(), flag.Arg(0), *cache)
	if err != nil {
		fmt.Fprintln(os.Stderr, "kubecheck:", err)
		os.Exit(1)
	}
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if len(problems) > 0 {
		fmt.Fprintf(os.Stderr, "kubecheck: %d problems\n", len(problems))
		os.Exit(1)
	}
}

// run lists what is wrong in the folder, which lies at the top of the repository.
func run(ctx context.Context, dir, cache string) (Problems, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	root := filepath.Dir(dir)
	if cache == "" {
		cache = filepath.Join(root, ".cache", "kubecheck")
	}
	facts, err := readFacts(root)
	if err != nil {
		return nil, err
	}
	schemas, err := openSchemas(ctx, cache)
	if err != nil {
		return nil, err
	}
	var problems Problems
	overlays, err := kustomizations(filepath.Join(dir, "kubernetes"), &problems)
	if err != nil {
		return nil, err
	}
	for _, overlay := range overlays {
		manifests, err := render(overlay)
		if err != nil {
			return nil, err
		}
		found := Check(manifests, facts, schemas)
		for _, problem := range found {
			problems.Add("%s: %s", relative(root, overlay), problem)
		}
		fmt.Printf("%s: %d objects\n", relative(root, overlay), len(manifests))
	}
	compose := filepath.Join(dir, "compose", "compose.yaml")
	found, err := checkCompose(ctx, compose, facts)
	if err != nil {
		return nil, err
	}
	for _, problem := range found {
		problems.Add("%s: %s", relative(root, compose), problem)
	}
	return problems, nil
}

func relative(root, path string) string {
	if short, err := filepath.Rel(root, path); err == nil {
		return short
	}
	return path
}
