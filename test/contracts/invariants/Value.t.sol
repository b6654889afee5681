// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Royalty} from "../../../contracts/twins/ITwinAuthorship.sol";
import {TwinModel} from "../../../contracts/twins/ITwinRegistry.sol";
import {AuthorShare} from "../../../contracts/twins/ITwinTerms.sol";
import {TwinId, TwinKind, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {TwinCalls} from "../fixtures/TwinFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Authors mint twins with royalties, share them, change them and sell, and strangers send ether everywhere.
/// @dev In one file with the invariants, as the runner finds only the contracts of the files that it runs.
contract ValueHandler is TwinCalls {
    uint256 private constant MOST = 12;
    uint256 private constant REGISTRIES = 13;

    struct Ghost {
        TwinId id;
        address author;
        address owner;
        uint16 royalty;
        bool shared;
    }

    address[4] private people = [ROOT, MAKER, BUYER, PARTNER];
    Ghost[] private ghosts;
    uint256 private number;

    /// The first broken promise that a move brought to light, empty for none.
    string public broken;
    mapping(bytes32 kind => uint256 count) public done;

    constructor() payable {
        _deploy();
    }

    function mint(uint8 who, uint16 basisPoints) external {
        if (ghosts.length == MOST) return;
        address author = people[who % 4];
        basisPoints = basisPoints % 1200;
        bytes32 digest = keccak256(abi.encode("twin", ++number));
        _commit(author, author, digest);
        Royalty memory royalty = Royalty(basisPoints, basisPoints == 0 ? address(0) : author);
        TwinModel memory model = TwinModel(TwinKind.Type, TwinState.Released, "Twin", _content(digest), royalty);
        vm.prank(author);
        (bool went, ) = address(twins).call(abi.encodeCall(twins.mint, (author, author, model, _opening())));
        _expect(went == (basisPoints <= 1000), "a royalty above the cap, or a lower one refused");
        if (!went) return;
        ghosts.push(Ghost(twins.twinId(digest), author, author, basisPoints, false));
        ++done["mint"];
    }

    function setRoyalty(uint8 pick, uint8 who, uint16 basisPoints) external {
        if (ghosts.length == 0) return;
        Ghost storage ghost = ghosts[pick % ghosts.length];
        address caller = who < 192 ? ghost.author : people[who % 4];
        basisPoints = basisPoints % (ghost.royalty + 20);
        Royalty memory royalty = Royalty(basisPoints, basisPoints == 0 ? address(0) : people[who % 4]);
        vm.prank(caller);
        (bool went, ) = address(twins).call(abi.encodeCall(twins.setRoyalty, (ghost.id, royalty)));
        if (!went) return;
        _expect(caller == ghost.author, "a royalty was changed by another than the author");
        _expect(basisPoints <= ghost.royalty, "a royalty rose");
        ghost.royalty = basisPoints;
        ++done["royalty"];
    }

    function nameAuthors(uint8 pick, uint8 who, uint16[3] calldata parts) external {
        if (ghosts.length == 0) return;
        Ghost storage ghost = ghosts[pick % ghosts.length];
        address caller = who < 192 ? ghost.author : people[who % 4];
        AuthorShare[] memory authors = new AuthorShare[](3);
        uint256 left = 10_000;
        for (uint256 i = 0; i < 3; ++i) {
            // One in a few does not add up.
            uint256 share = i == 2 && who % 5 != 0 ? left : parts[i] % 5_000;
            authors[i] = AuthorShare(i == 0 ? ghost.author : people[(who + i) % 4], uint16(share));
            left = left > share ? left - share : 0;
        }
        vm.prank(caller);
        (bool went, ) = address(twinTerms).call(abi.encodeCall(twinTerms.nameAuthors, (ghost.id, authors)));
        if (!went) return;
        _expect(caller == ghost.author && !ghost.shared, "authors were named by another, or twice");
        ghost.shared = true;
        ++done["authors"];
    }

    function sell(uint8 pick, uint8 to) external {
        if (ghosts.length == 0) return;
        Ghost storage ghost = ghosts[pick % ghosts.length];
        _give(ghost.owner, people[to % 4], ghost.id);
        ghost.owner = people[to % 4];
        ++done["sell"];
    }

    /// @dev With nothing, with a call that takes no ether, or with the one that takes some from whoever may make it.
    function sendEther(uint8 pick, uint8 how, uint64 amount) external {
        address registry = _registry(pick % REGISTRIES);
        bytes memory data;
        if (how % 3 == 1) data = abi.encodeCall(twins.balanceOf, (address(this)));
        if (how % 3 == 2) data = abi.encodeCall(twins.upgradeToAndCall, (registry, ""));
        (bool went, ) = registry.call{value: amount}(data);
        _expect(!went || amount == 0, "ether was taken");
    }

    function twinCount() external view returns (uint256) {
        return ghosts.length;
    }

    function disagreement(uint256 index) external view returns (string memory) {
        Ghost memory ghost = ghosts[index];
        uint256 sum;
        AuthorShare[] memory authors = twinTerms.authorsOf(ghost.id);
        for (uint256 i = 0; i < authors.length; ++i) sum += authors[i].share;
        if (sum != 10_000) return "shares";
        (address receiver, uint256 due) = twins.royaltyInfo(uint256(TwinId.unwrap(ghost.id)), 10_000);
        if (due != ghost.royalty || due > 1000) return "royalty";
        if ((receiver == address(0)) != (due == 0)) return "receiver";
        return "";
    }

    function residual() external view returns (uint256 sum) {
        for (uint256 i = 0; i < REGISTRIES; ++i) sum += _registry(i).balance;
    }

    function _registry(uint256 index) private view returns (address) {
        address[REGISTRIES] memory registries = [
            address(supervision),
            address(parties),
            address(namespaces),
            address(twins),
            address(twinTerms),
            address(lineage),
            address(composition),
            address(batches),
            address(identifiers),
            address(groups),
            address(rights),
            address(quotas),
            address(evidence)
        ];
        return registries[index];
    }

    function _expect(bool holds, string memory otherwise) private {
        if (!holds && bytes(broken).length == 0) broken = otherwise;
    }
}

/// @notice Invariant 10, but for units, which `Rights.t.sol` counts: shares are the whole, royalties stay beneath the cap and never
/// rise, and no registry keeps anything of value.
/// forge-config: default.invariant.runs = 32
/// forge-config: default.invariant.depth = 200
contract ValueInvariantTest {
    ValueHandler private handler;

    function setUp() external {
        handler = new ValueHandler{value: address(this).balance}();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_sharesAreTheWholeAndRoyaltiesNeverRise() external view {
        require(bytes(handler.broken()).length == 0, handler.broken());
        for (uint256 i = 0; i < handler.twinCount(); ++i) {
            string memory fault = handler.disagreement(i);
            require(bytes(fault).length == 0, fault);
        }
    }

    function invariant_noRegistryKeepsEther() external view {
        require(handler.residual() == 0, "ether");
        require(address(handler).balance != 0, "there was none to send");
    }
}
