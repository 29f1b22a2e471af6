package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What "terraform providers schema -json" prints, as far as a provider without blocks needs it.
type printed struct {
	Providers map[string]struct {
		Provider    printedSchema            `json:"provider"`
		Resources   map[string]printedSchema `json:"resource_schemas"`
		DataSources map[string]printedSchema `json:"data_source_schemas"`
	} `json:"provider_schemas"`
}

type printedSchema struct {
	Version int64 `json:"version"`
	Block   struct {
		Attributes map[string]printedAttribute `json:"attributes"`
	} `json:"block"`
}

type printedAttribute struct {
	Type   json.RawMessage `json:"type"`
	Nested *struct {
		Attributes map[string]printedAttribute `json:"attributes"`
		Mode       string                      `json:"nesting_mode"`
	} `json:"nested_type"`
	Optional  bool `json:"optional"`
	Required  bool `json:"required"`
	Computed  bool `json:"computed"`
	Sensitive bool `json:"sensitive"`
	WriteOnly bool `json:"write_only"`
}

var modes = map[string]tfprotov6.SchemaObjectNestingMode{
	"single": tfprotov6.SchemaObjectNestingModeSingle,
	"list":   tfprotov6.SchemaObjectNestingModeList,
	"set":    tfprotov6.SchemaObjectNestingModeSet,
	"map":    tfprotov6.SchemaObjectNestingModeMap,
}

func readPrinted() (printed, error) {
	var all printed
	executable, err := os.Executable()
	if err != nil {
		return all, err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(executable), "schema.json"))
	if err != nil {
		return all, err
	}
	return all, json.Unmarshal(text, &all)
}

func schemaOf(from printedSchema) (*tfprotov6.Schema, error) {
	attributes, err := attributesOf(from.Block.Attributes)
	return &tfprotov6.Schema{Version: from.Version, Block: &tfprotov6.SchemaBlock{Attributes: attributes}}, err
}

func attributesOf(from map[string]printedAttribute) ([]*tfprotov6.SchemaAttribute, error) {
	var attributes []*tfprotov6.SchemaAttribute
	for name, each := range from {
		attribute := &tfprotov6.SchemaAttribute{
			Name:      name,
			Optional:  each.Optional,
			Required:  each.Required,
			Computed:  each.Computed,
			Sensitive: each.Sensitive,
			WriteOnly: each.WriteOnly,
		}
		var err error
		if each.Nested == nil {
			attribute.Type, err = tftypes.ParseJSONType(each.Type)
		} else if mode, known := modes[each.Nested.Mode]; known {
			attribute.NestedType = &tfprotov6.SchemaObject{Nesting: mode}
			attribute.NestedType.Attributes, err = attributesOf(each.Nested.Attributes)
		} else {
			err = fmt.Errorf("%s nests as %q", name, each.Nested.Mode)
		}
		if err != nil {
			return nil, err
		}
		attributes = append(attributes, attribute)
	}
	return attributes, nil
}
