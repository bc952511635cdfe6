//! Reading a schema.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::{Attribute, Complex, Content, Element, MAX_DEPTH, Notes, Particle, Schema, Simple, Term, Type};

const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// Declarations of a schema, of all kinds together.
const MAX_PARTS: usize = 5_000;

type Result<T> = std::result::Result<T, String>;

pub(super) fn schema(document: &Document<'_>) -> Result<Schema> {
    let root = document.root_element();
    if !is(root, "schema") {
        return Err("it is no XML Schema".to_owned());
    }
    if root.attribute("targetNamespace").is_some() {
        return Err("a target namespace is not supported".to_owned());
    }
    let mut reader =
        Reader { types: Vec::new(), named: HashMap::new(), globals: HashMap::new(), left: MAX_PARTS };
    let mut elements = Vec::new();
    let mut types = Vec::new();
    for node in parts(root)? {
        match node.tag_name().name() {
            "element" => elements.push(node),
            "simpleType" | "complexType" => types.push(node),
            other => return Err(not_supported(other)),
        }
    }
    // Types may name types that come later.
    for node in &types {
        let name = required(*node, "name")?;
        if reader.named.insert(name.to_owned(), (*node, None)).is_some() {
            return Err(format!("the type \"{name}\" is there twice"));
        }
    }
    for node in &elements {
        if reader.globals.insert(required(*node, "name")?.to_owned(), *node).is_some() {
            return Err("an element is there twice".to_owned());
        }
    }
    for node in &types {
        reader.type_named(required(*node, "name")?, 0)?;
    }
    let mut roots = std::collections::BTreeMap::new();
    for node in elements {
        let element = reader.element(node, 0)?;
        roots.insert(element.name.clone(), element);
    }
    if roots.is_empty() {
        return Err("it declares no element".to_owned());
    }
    Ok(Schema { types: reader.types, roots })
}

struct Reader<'a, 'input> {
    types: Vec<Type>,
    named: HashMap<String, (Node<'a, 'input>, Option<usize>)>,
    globals: HashMap<String, Node<'a, 'input>>,
    left: usize,
}

impl<'a, 'input> Reader<'a, 'input> {
    fn count(&mut self, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err("it is too deep".to_owned());
        }
        self.left = self.left.checked_sub(1).ok_or("it has too many declarations")?;
        Ok(())
    }

    fn keep(&mut self, new: Type) -> usize {
        self.types.push(new);
        self.types.len() - 1
    }

    /// The place of the type that a name in an attribute means.
    fn type_meant(&mut self, node: Node<'a, 'input>, name: &str, depth: usize) -> Result<usize> {
        let (is_xsd, local) = resolved(node, name)?;
        if !is_xsd {
            return self.type_named(local, depth);
        }
        let place = format!("xsd:{local}");
        if let Some((_, Some(known))) = self.named.get(&place) {
            return Ok(*known);
        }
        let new = match Simple::builtin(local) {
            Some(simple) => Type::Simple(simple),
            None => return Err(format!("the type \"{name}\" is not supported")),
        };
        let known = self.keep(new);
        self.named.insert(place, (node, Some(known)));
        Ok(known)
    }

    /// The place of a type of the schema's own.
    fn type_named(&mut self, name: &str, depth: usize) -> Result<usize> {
        let Some((node, known)) = self.named.get(name).copied() else {
            return Err(format!("there is no type \"{name}\""));
        };
        if let Some(known) = known {
            return Ok(known);
        }
        self.count(depth)?;
        let place = self.keep(Type::Unknown);
        self.named.insert(name.to_owned(), (node, Some(place)));
        let new = self.any_type(node, depth + 1)?;
        self.types[place] = new;
        Ok(place)
    }

    fn any_type(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Type> {
        self.count(depth)?;
        if is(node, "simpleType") {
            return Ok(Type::Simple(self.simple(node, depth)?));
        }
        Ok(Type::Complex(self.complex(node, depth)?))
    }

    fn simple(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Simple> {
        let inner = parts(node)?;
        match inner[..] {
            [restriction] if is(restriction, "restriction") => self.restriction(restriction, depth + 1),
            [other, ..] => Err(not_supported(other.tag_name().name())),
            [] => Err("a simple type says nothing".to_owned()),
        }
    }

    /// A restriction of a simple type, or of the text of a complex one.
    fn restriction(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Simple> {
        self.count(depth)?;
        let mut base = match node.attribute("base") {
            Some(name) => Some(self.text_of(node, name, depth)?),
            None => None,
        };
        let mut said = Vec::new();
        for part in parts(node)? {
            match part.tag_name().name() {
                "simpleType" if base.is_none() => base = Some(self.simple(part, depth + 1)?),
                "attribute" => {}
                name => said.push((name, required(part, "value")?)),
            }
        }
        base.ok_or("a restriction has no base")?.restricted(&said)
    }

    /// What the text of a type may be.
    fn text_of(&mut self, node: Node<'a, 'input>, name: &str, depth: usize) -> Result<Simple> {
        let place = self.type_meant(node, name, depth + 1)?;
        match &self.types[place] {
            Type::Simple(simple) | Type::Complex(Complex { content: Content::Text(simple), .. }) => {
                Ok(simple.clone())
            }
            _ => Err(format!("the type \"{name}\" is no base for a text")),
        }
    }

    fn complex(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Complex> {
        let mut complex = Complex {
            content: Content::Empty,
            attributes: Vec::new(),
            is_mixed: is_true(node.attribute("mixed")),
        };
        for part in parts(node)? {
            match part.tag_name().name() {
                "sequence" | "choice" | "all" => {
                    if !matches!(complex.content, Content::Empty) {
                        return Err("a type has two contents".to_owned());
                    }
                    let particle = self.particle(part, depth + 1, true)?;
                    consistent(&particle)?;
                    complex.content = Content::Elements(particle);
                }
                "simpleContent" => {
                    let inner = parts(part)?;
                    let [inner] = inner[..] else { return Err("a simpleContent says too little".to_owned()) };
                    let text = match inner.tag_name().name() {
                        "extension" => {
                            let base = required(inner, "base")?.to_owned();
                            self.inherit(inner, &base, &mut complex, depth)?;
                            self.text_of(inner, &base, depth + 1)?
                        }
                        "restriction" => {
                            let base = required(inner, "base")?.to_owned();
                            self.inherit(inner, &base, &mut complex, depth)?;
                            self.restriction(inner, depth + 1)?
                        }
                        other => return Err(not_supported(other)),
                    };
                    complex.content = Content::Text(text);
                    for attribute in parts(inner)?.into_iter().filter(|part| is(*part, "attribute")) {
                        self.attribute(attribute, &mut complex, depth)?;
                    }
                    if let Some(other) = parts(inner)?
                        .into_iter()
                        .find(|part| inner.tag_name().name() == "extension" && !is(*part, "attribute"))
                    {
                        return Err(not_supported(other.tag_name().name()));
                    }
                }
                "attribute" => self.attribute(part, &mut complex, depth)?,
                other => return Err(not_supported(other)),
            }
        }
        Ok(complex)
    }

    /// The attributes of the base of a type.
    fn inherit(
        &mut self,
        node: Node<'a, 'input>,
        base: &str,
        complex: &mut Complex,
        depth: usize,
    ) -> Result<()> {
        let place = self.type_meant(node, base, depth + 1)?;
        if let Type::Complex(base) = &self.types[place] {
            complex.attributes.extend(base.attributes.iter().map(|known| Attribute {
                name: known.name.clone(),
                kind: known.kind.clone(),
                fixed: known.fixed.clone(),
                ..*known
            }));
        }
        Ok(())
    }

    fn attribute(&mut self, node: Node<'a, 'input>, complex: &mut Complex, depth: usize) -> Result<()> {
        self.count(depth)?;
        let name = required(node, "name")?.to_owned();
        let kind = match (node.attribute("type"), &parts(node)?[..]) {
            (Some(named), []) => self.text_of(node, named, depth)?,
            (None, [inner]) if is(*inner, "simpleType") => self.simple(*inner, depth + 1)?,
            (None, []) => Simple::builtin("string").ok_or("there are no texts")?,
            _ => return Err("an attribute has two types".to_owned()),
        };
        let usage = node.attribute("use").unwrap_or("optional");
        if !["optional", "required", "prohibited"].contains(&usage) {
            return Err(format!("an attribute cannot be \"{usage}\""));
        }
        complex.attributes.retain(|known| known.name != name);
        complex.attributes.push(Attribute {
            name,
            kind,
            is_required: usage == "required",
            is_prohibited: usage == "prohibited",
            fixed: node.attribute("fixed").map(str::to_owned),
        });
        Ok(())
    }

    fn particle(&mut self, node: Node<'a, 'input>, depth: usize, is_top: bool) -> Result<Particle> {
        self.count(depth)?;
        let (least, most) = occurs(node)?;
        let name = node.tag_name().name();
        let term = match name {
            "element" => Term::Element(self.element(node, depth)?),
            "all" => {
                if !is_top || least > 1 || most != Some(1) {
                    return Err("an \"all\" stands alone and once".to_owned());
                }
                let mut all = Vec::new();
                for part in parts(node)? {
                    if !is(part, "element") {
                        return Err(not_supported(part.tag_name().name()));
                    }
                    let particle = self.particle(part, depth + 1, false)?;
                    if particle.most.is_none_or(|most| most > 1) {
                        return Err("an element of an \"all\" is there once".to_owned());
                    }
                    all.push(particle);
                }
                Term::All(all)
            }
            "sequence" | "choice" => {
                let mut all = Vec::new();
                for part in parts(node)? {
                    all.push(self.particle(part, depth + 1, false)?);
                }
                if name == "choice" { Term::Choice(all) } else { Term::Sequence(all) }
            }
            other => return Err(not_supported(other)),
        };
        Ok(Particle { least, most, term })
    }

    fn element(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Element> {
        self.count(depth)?;
        if let Some(name) = node.attribute("ref") {
            let (is_xsd, local) = resolved(node, name)?;
            let global = self.globals.get(local).copied().filter(|_| !is_xsd);
            return self.element(global.ok_or_else(|| format!("there is no element \"{name}\""))?, depth + 1);
        }
        for refused in ["substitutionGroup", "abstract", "form", "block", "final"] {
            if node.attribute(refused).is_some_and(|value| value != "false" && value != "unqualified") {
                return Err(not_supported(refused));
            }
        }
        let name = required(node, "name")?.to_owned();
        let inner = parts(node)?;
        let (of_type, named) = match (node.attribute("type"), &inner[..]) {
            (Some(named), []) => (self.type_meant(node, named, depth + 1)?, Some(local(named))),
            (None, [inner]) if is(*inner, "simpleType") || is(*inner, "complexType") => {
                let new = self.any_type(*inner, depth + 1)?;
                (self.keep(new), None)
            }
            (None, []) => (self.keep(Type::Simple(Simple::builtin("string").ok_or("no texts")?)), None),
            (Some(_), _) => return Err(format!("the element \"{name}\" has two types")),
            (_, [other, ..]) => return Err(not_supported(other.tag_name().name())),
        };
        let mut notes = notes(node);
        notes.type_name = named.map_or_else(|| first_restriction(node), str::to_owned);
        Ok(Element {
            name,
            of_type,
            fixed: node.attribute("fixed").map(str::to_owned),
            is_nillable: is_true(node.attribute("nillable")),
            notes,
        })
    }
}

/// Elements of one name in one content have one type; that is what says what a child is.
fn consistent(particle: &Particle) -> Result<()> {
    let mut all = Vec::new();
    particle.elements(&mut all);
    let mut known = HashMap::new();
    for element in all {
        if *known.entry(element.name.as_str()).or_insert(element.of_type) != element.of_type {
            return Err(format!("the element \"{}\" has two types in one place", element.name));
        }
    }
    Ok(())
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((XSD, name))
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("true" | "1"))
}

fn not_supported(name: &str) -> String {
    format!("\"{name}\" is not supported")
}

fn required<'a>(node: Node<'a, '_>, name: &str) -> Result<&'a str> {
    node.attribute(name).ok_or_else(|| format!("a {} has no {name}", node.tag_name().name()))
}

/// The parts of a declaration, without what is said to people and programs about it.
fn parts<'a, 'input>(node: Node<'a, 'input>) -> Result<Vec<Node<'a, 'input>>> {
    let mut all = Vec::new();
    for child in node.children().filter(Node::is_element) {
        if child.tag_name().namespace() != Some(XSD) {
            return Err(format!("\"{}\" is not of XML Schema", child.tag_name().name()));
        }
        if !is(child, "annotation") {
            all.push(child);
        }
    }
    Ok(all)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether a name is one of XSD's own, and the name without its prefix.
fn resolved<'n>(node: Node<'_, '_>, name: &'n str) -> Result<(bool, &'n str)> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    match (prefix, node.lookup_namespace_uri(prefix)) {
        (_, Some(XSD)) => Ok((true, local)),
        (None, None | Some("")) => Ok((false, local)),
        _ => Err(format!("\"{name}\" is in an unknown namespace")),
    }
}

fn occurs(node: Node<'_, '_>) -> Result<(u32, Option<u32>)> {
    let number = |name: &str| match node.attribute(name) {
        None => Ok(Some(1)),
        Some("unbounded") if name == "maxOccurs" => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| format!("{name} \"{text}\" is no number")),
    };
    let (least, most) = (number("minOccurs")?.unwrap_or(1), number("maxOccurs")?);
    if most.is_some_and(|most| most < least) {
        return Err("minOccurs is more than maxOccurs".to_owned());
    }
    Ok((least, most))
}

/// What is noted in the element's annotation. Programs write these names in no namespace or in that of XSD.
fn notes(node: Node<'_, '_>) -> Notes {
    let mut notes =
        Notes { id: node.attribute("id").filter(|id| !id.is_empty()).map(str::to_owned), ..Notes::default() };
    let said = node
        .children()
        .filter(|child| is(*child, "annotation"))
        .flat_map(|annotation| annotation.children().filter(|child| is(*child, "appinfo")))
        .flat_map(|info| info.children().filter(Node::is_element));
    for note in said {
        let text = note.text().unwrap_or_default();
        match note.tag_name().name() {
            "searchable" => {
                notes.searchable = match text.trim() {
                    "true" | "1" => Some(true),
                    "false" | "0" => Some(false),
                    _ => None,
                };
            }
            "label" => notes.label = Some(text.to_owned()),
            "matchType" => notes.is_exact = text.trim() == "2",
            "trimChars" => text.clone_into(&mut notes.trim_chars),
            "explodeChars" => text.clone_into(&mut notes.explode_chars),
            "metadataProfileId" => notes.profile_id = text.trim().parse().ok(),
            _ => {}
        }
    }
    notes
}

/// The name of what the first restriction within an element restricts.
fn first_restriction(node: Node<'_, '_>) -> String {
    let found = node.descendants().find(|inner| is(*inner, "restriction"));
    found.and_then(|found| found.attribute("base")).map(local).unwrap_or_default().to_owned()
}
