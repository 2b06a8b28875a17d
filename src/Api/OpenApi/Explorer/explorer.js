"use strict";

// Swagger UI with what it lacks: documents to choose from, a box that finds operations, examples that one click fills in, operators folded
// behind the plain filters, code to copy, and no work for what is not seen.
(() => {
  const start = "start-here";
  const addressOf = name => `v1/${name}.json`;
  const definition = document.getElementById("definition");
  const find = document.getElementById("find");
  const isOperator = parameter => parameter.get("name").includes("__");
  const asText = value => value === undefined ? "" : value.toJS ? value.toJS().join(",") : String(value);

  // An optional parameter starts empty and offers its example, since a first request with every parameter would find one record.
  const offerExamples = spec => {
    for (const path of Object.values(spec.paths || {})) {
      for (const operation of Object.values(path)) {
        for (const parameter of operation.parameters || []) {
          if (parameter.example === undefined)
            continue;
          parameter.schema = { ...parameter.schema, "x-offered": parameter.example };
          if (parameter.schema.items)
            parameter.schema.items = { ...parameter.schema.items, "x-offered": parameter.example[0] };
          if (!parameter.required)
            delete parameter.example;
        }
      }
    }
    return spec;
  };

  const explorer = system => {
    const { createElement: h, Component } = system.React;

    const Fold = class extends Component {
      constructor(props) {
        super(props);
        this.state = { open: false };
      }
      render() {
        return h("details", { className: this.props.className, onToggle: event => this.setState({ open: event.target.open }) },
          h("summary", null, this.props.title), this.state.open ? this.props.content() : null);
      }
    };

    const code = operation => operation.get("x-codeSamples") && h(Fold, {
      className: "fold", title: "Code: curl, pandas, R, DuckDB", content: () => operation.get("x-codeSamples").toJS().map(sample =>
        h("figure", { key: sample.lang }, h("figcaption", null, sample.lang,
          h("button", { type: "button", onClick: () => navigator.clipboard.writeText(sample.source) }, "Copy")),
        h("pre", null, sample.source))),
    });

    return {
      statePlugins: {
        spec: { wrapActions: { updateJsonSpec: original => spec => original(offerExamples(spec)) } },
        layout: {
          wrapSelectors: {
            // What is found is shown, though its group is folded.
            isShown: (original, parts) => (state, thing, otherwise) => original(state, thing, otherwise)
              || (thing[0] === "operations-tag" && typeof state.get("filter") === "string" && state.get("filter") !== ""),
          },
        },
      },
      fn: {
        // Without an example Swagger UI would make up characters that match a pattern, for every parameter at every click.
        getSampleSchema: schema => {
          const plain = schema && schema.toJS ? schema.toJS() : schema || {};
          return plain["x-offered"] ?? plain.example ?? (plain.enum ? plain.enum[0] : plain.type === "array" ? [] : "");
        },
        opsFilter: (groups, words) => {
          const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
          return groups
            .map((group, name) => group.update("operations", all => all.filter(one => {
              const text = [name, one.get("path"), one.getIn(["operation", "summary"]), one.getIn(["operation", "operationId"])]
                .join(" ").toLowerCase();
              return wanted.every(word => text.includes(word));
            })))
            .filter(group => group.get("operations").size > 0);
        },
      },
      wrapComponents: {
        parameters: Original => props => {
          const plain = props.parameters.filterNot(isOperator);
          const operators = props.parameters.filter(isOperator);
          return h("div", null,
            h(Original, { ...props, parameters: plain }),
            operators.size > 0 && h(Fold, {
              className: "fold operators", title: `${operators.size} filters with operators, such as ${operators.first().get("name")}`,
              content: () => h(Original, { ...props, parameters: operators }),
            }),
            code(props.operation));
        },
        JsonSchemaForm: Original => props => {
          const offered = props.schema && props.schema.get("x-offered");
          if (offered === undefined || props.disabled)
            return h(Original, props);
          return h("div", { className: "offer" }, h(Original, props),
            h("button", { type: "button", title: "Fill in this example", onClick: () => props.onChange(offered) }, asText(offered)));
        },
      },
    };
  };

  const named = new URLSearchParams(location.search).get("show");
  definition.value = [...definition.options].some(option => option.value === named) ? named : start;
  const ui = SwaggerUIBundle({
    url: addressOf(definition.value),
    domNode: document.getElementById("explorer"),
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    defaultModelExpandDepth: 2,
    displayOperationId: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    filter: "",
    syntaxHighlight: { activated: true, theme: "agate" },
    plugins: [explorer],
    presets: [SwaggerUIBundle.presets.apis],
    onComplete: () => document.documentElement.classList.add("ready"),
  });

  definition.addEventListener("change", () => {
    history.replaceState(null, "", `?show=${definition.value}`);
    ui.specActions.updateUrl(addressOf(definition.value));
    ui.specActions.download(addressOf(definition.value));
  });
  find.addEventListener("input", () => ui.layoutActions.updateFilter(find.value));
})();
