module github.com/firstcall-health/firstcall/tools/lint

go 1.26.7
